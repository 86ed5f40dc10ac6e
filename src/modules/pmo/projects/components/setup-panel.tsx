"use client";

import { Circle, CircleCheck } from "lucide-react";
import { toastRefusal } from "@/components/form/toast-refusal";
import { Button } from "@/components/ui/button";
import { SectionHead } from "@/components/ui/description-list";
import { Progress } from "@/components/ui/progress";
import { Tick } from "@/components/ui/tick";
import type { PatchOf, RecordOf } from "@/lib/fields/record";
import { andList } from "@/lib/text";
import { useEditsOf } from "@/trpc/noun-client";
import { projects } from "../fields";
import { leftOutFactors, setupFactors, setupTerms, setupTicks } from "../rules";

type Fields = typeof projects.fields;
type Project = RecordOf<Fields>;

const allWeights = setupFactors.reduce((sum, { weight }) => sum + weight, 0);
const leftOut = `${andList(leftOutFactors)} do not count: this workspace has neither.`;

/** How far the setup of a project is, with a line for each factor; people who edit it tick those that nothing else says. */
export function SetupPanel({ project }: { project: Project }) {
  const edits = useEditsOf(projects);
  const { mayEdit, tracksSetup, setup } = project;
  if (!tracksSetup && !mayEdit) return null;
  const change = (patch: PatchOf<Fields>) => edits.save(project, "Setup", patch).catch(toastRefusal);
  const track = (
    <Button size="sm" variant="ghost" onClick={() => void change({ tracksSetup: !tracksSetup })}>
      {tracksSetup ? "Stop tracking" : "Track setup"}
    </Button>
  );
  return (
    <section aria-label="Setup">
      <SectionHead
        title="Setup"
        count={tracksSetup ? `${setup ?? 0}%` : undefined}
        line
        className="mt-3"
        action={mayEdit ? track : undefined}
      />
      {tracksSetup ? <Terms project={project} onTick={change} /> : null}
    </section>
  );
}

function Terms({ project, onTick }: { project: Project; onTick: (patch: PatchOf<Fields>) => Promise<unknown> }) {
  const { mayEdit, setup, owner, members } = project;
  const state = {
    ticked: setupTicks.filter((tick) => project[tick]),
    managerId: owner?.id ?? null,
    memberIds: (members ?? []).map(({ id }) => id),
  };
  return (
    <>
      <Progress label="Setup" value={setup ?? 0} max={100} text={`${setup ?? 0}%`} className="mx-edge mb-1.5" />
      <ul>
        {setupTerms(state).map(({ label, weight, tick, isDone }) => {
          const share = Math.round((100 * weight) / allWeights);
          return (
            <li key={label} className="flex min-h-[30px] items-center gap-2 px-edge phone:min-h-11">
              {tick && mayEdit ? (
                <Tick label={label} checked={isDone} onTick={(next) => onTick({ [tick]: next })} />
              ) : (
                <Sign isDone={isDone} />
              )}
              <span className="min-w-0 flex-1 truncate">{label}</span>
              <span className={isDone ? undefined : "text-muted"}>{`${isDone ? share : 0} of ${share}`}</span>
            </li>
          );
        })}
      </ul>
      <p className="px-edge pt-1 text-muted text-sm">{leftOut}</p>
    </>
  );
}

const Sign = ({ isDone }: { isDone: boolean }) =>
  isDone ? (
    <>
      <CircleCheck aria-hidden className="size-4 shrink-0 text-positive" />
      <span className="sr-only">Done:</span>
    </>
  ) : (
    <>
      <Circle aria-hidden className="size-4 shrink-0 text-faint" />
      <span className="sr-only">Open:</span>
    </>
  );
