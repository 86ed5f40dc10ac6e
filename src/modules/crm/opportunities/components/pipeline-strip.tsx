"use client";

import { useRef } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { LineFailed } from "@/components/layout/line-failed";
import { FigureLink } from "@/components/tiles/figure-link";
import { lazyPart } from "@/components/ui/lazy-part";
import { SideScroll } from "@/components/ui/side-scroll";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { stageColor } from "@/components/ui/stage-color";
import { cn } from "@/lib/cn";
import { dateFormat } from "@/lib/intl";
import { formatMoney } from "@/lib/money";
import { addedFigures, orderedSums, type TileFigure, type TilePeople, type TileSeries, wholeOf } from "@/lib/tiles";
import { useTile } from "@/trpc/tiles";
import { useStages } from "../../pipelines/components/stage-badge";
import { shownPipeline } from "../../pipelines/rules";
import { SumLine } from "./other-sums";
import type { PipelineSelectProps } from "./pipeline-select";

interface PipelineStripProps {
  people: TilePeople;
  /** Without it, the default pipeline. */
  pipelineId?: string | null;
  onPipeline?(id: string): void;
}

/** Most workspaces have one pipeline, and nothing to choose. */
const PipelineSelect = lazyPart<PipelineSelectProps>(
  () => import("./pipeline-select").then((part) => part.PipelineSelect),
  { of: "the pipelines" },
);

/** The sums of each open stage of a pipeline, and what was won this month, as a line; each leads to its opportunities. */
export function PipelineStrip({ people, pipelineId = null, onPipeline }: PipelineStripProps) {
  const { locale } = useListLocale();
  const row = useRef<HTMLUListElement>(null);
  const { query, pipelines } = useStages();
  const pipeline = shownPipeline(pipelines, pipelineId);
  const [open, won] = [useTile("pipeline", people), useTile("won", people)];
  const failed = [query, open, won].find(({ error, data }) => error && !data);
  if (failed) return <LineFailed title="The pipeline could not be loaded." query={failed} />;
  if (!pipeline || !open.data || !won.data)
    return (
      <SkeletonRegion label="The pipeline is loading" className="h-[76px] shrink-0 px-edge py-6 hairline-b">
        <Skeleton className="w-full" />
      </SkeletonRegion>
    );
  const [stages, [month]] = [open.data.series?.[0], won.data.series ?? []];
  if (!stages) return null;
  const monthName = dateFormat(locale, { month: "long", timeZone: "UTC" }).format(new Date(won.data.today));
  const isOneOfMany = pipelines.length > 1;
  return (
    <>
      {isOneOfMany && onPipeline ? (
        <div className="flex min-h-11 shrink-0 items-center px-edge">
          <div className="w-56 phone:w-full">
            <PipelineSelect id={pipeline.id} onPick={onPipeline} />
          </div>
        </div>
      ) : null}
      <SideScroll row={row} className="shrink-0 hairline-b">
        <ul
          ref={row}
          aria-label="Pipeline"
          className="side-scroll relative grid auto-cols-[minmax(148px,1fr)] grid-flow-col pt-1 pl-edge"
        >
          {pipeline.stages
            .filter(({ type }) => type === "open")
            .map(({ id, name, color }) => (
              <StripStage key={id} name={name} color={stageColor(color)} figure={stageFigure(stages, id)} />
            ))}
          {month ? (
            <StripStage
              name={isOneOfMany ? `Won in ${monthName}, all pipelines` : `Won in ${monthName}`}
              color="var(--positive)"
              isWon
              figure={wholeOf(month)}
            />
          ) : null}
        </ul>
      </SideScroll>
    </>
  );
}

/** The figure of a stage; one of nothing where no opportunity is in it. */
function stageFigure(series: TileSeries, stageId: string): TileFigure {
  const found = series.figures.find(({ value }) => value === stageId);
  return found ?? addedFigures([], [...series.conditions, { field: "stage", op: "anyOf", value: [stageId] }]);
}

interface StripStageProps {
  name: string;
  color: string;
  isWon?: boolean;
  figure: TileFigure;
}

function StripStage({ name, color, isWon = false, figure }: StripStageProps) {
  const at = useListLocale();
  const [first, ...others] = orderedSums(figure.sums, at.currency);
  return (
    <li className="group/stage relative pt-3 pr-3 pb-3">
      <span
        aria-hidden
        className="absolute top-1 right-0 left-0 h-0.5 group-first/stage:-left-5"
        style={{ background: color }}
      />
      <span
        aria-hidden
        className={cn("absolute top-0 left-0 size-2.5 rounded-full", isWon || "bg-surface")}
        style={isWon ? { background: color } : { boxShadow: `inset 0 0 0 2px ${color}` }}
      />
      <FigureLink entity="opportunity" of={figure} className="mt-1 flex flex-col whitespace-nowrap">
        <span className="flex items-center gap-1.5">
          <span className="truncate font-medium">{name}</span>
          <span className="text-faint">{figure.count.toLocaleString(at.locale)}</span>
        </span>
        <span className="font-semibold text-[18px] leading-6">{formatMoney(first.total, first.currency, at)}</span>
      </FigureLink>
      {others.length > 0 ? (
        <SumLine
          label={`${name}, other currencies`}
          sums={others.map(({ total: amount, currency }) => ({ total: { amount, currency } }))}
        />
      ) : null}
    </li>
  );
}
