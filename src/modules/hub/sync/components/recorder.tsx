"use client";

import { ShowMore } from "@/components/data-table/show-more";
import { Loaded } from "@/components/layout/loaded";
import { PeekPanel } from "@/components/layout/peek-panel";
import { useWorkspace } from "@/components/layout/workspace-context";
import { dayOf } from "@/components/ui/day-text";
import { Link } from "@/components/ui/link";
import { useDayText } from "@/components/ui/use-day-text";
import { groupBy } from "@/lib/group-by";
import { homePathOf, nounOf } from "@/lib/nouns/all";
import { useFieldHistory, useSyncFields } from "../client";
import type { HistoryItem, SyncChangeView, SyncObject } from "../schema";
import { HistoryNode } from "./change-node";
import { nameOfChange } from "./change-text";
import { RecordSync } from "./record-sync";
import { originOf, storyOf, valueAfter } from "./story";
import type { SyncProps } from "./sync-screen";
import { ruleOfField } from "./sync-words";

interface RecorderProps extends SyncProps {
  /** A change of the field that is shown. */
  change: SyncChangeView;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
  onClose(): void;
}

/** Where the value of one field comes from: who or what set it, here and in the other system, newest first. */
export function Recorder({ connected, objects, change, onPrevious, onNext, onClose }: RecorderProps) {
  const { record, field, entity } = change;
  const query = useFieldHistory({
    connectionId: connected.id,
    entity,
    recordId: record?.id ?? "",
    field: field ?? "",
  });
  const object = objects.find((one) => one.entity === entity);
  return (
    <PeekPanel
      label="Where does it come from?"
      place="Where does it come from?"
      href={undefined}
      onPrevious={onPrevious}
      onNext={onNext}
      onClose={onClose}
    >
      <Loaded query={query} of="the history of the field">
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          return (
            <>
              {record ? <RecordSync connected={connected} record={record} /> : null}
              <Now change={change} latest={items[0] ?? { kind: "sync", ...change }} label={connected.label} />
              <Entries items={items} label={connected.label} />
              <ShowMore query={query}>Show earlier changes</ShowMore>
            </>
          );
        }}
      </Loaded>
      {object && field ? <RuleOfIt connected={connected} object={object} field={field} /> : null}
    </PeekPanel>
  );
}

interface NowProps {
  change: SyncChangeView;
  latest: HistoryItem;
  label: string;
}

function Now({ change, latest, label }: NowProps) {
  const { href, locale, zone: timeZone } = useWorkspace();
  const day = useDayText();
  const head = nounOf(change.entity);
  const name = nameOfChange(change);
  const time = new Date(latest.at).toLocaleTimeString(locale, { timeZone, hour: "numeric", minute: "2-digit" });
  return (
    <div className="px-edge pb-3.5 hairline-b">
      <p className="flex gap-1.5 text-muted">
        {change.record && head ? (
          <Link href={href(`${homePathOf(head)}/${change.record.id}`)} className="link min-w-0 truncate">
            {name}
          </Link>
        ) : (
          <span className="min-w-0 truncate">{name}</span>
        )}
        <span className="shrink-0">{change.fieldLabel}</span>
      </p>
      <p className="mt-1 break-words font-semibold text-figure">{valueAfter(latest) ?? "Empty"}</p>
      <p className="mt-0.5 text-muted text-sm">
        {`${originOf(latest, label)}. ${day(dayOf(latest.at, timeZone))}, ${time}.`}
      </p>
    </div>
  );
}

function Entries({ items, label }: { items: readonly HistoryItem[]; label: string }) {
  const { locale, zone: timeZone } = useWorkspace();
  const day = useDayText();
  const timeOf = (at: string) =>
    new Date(at).toLocaleTimeString(locale, { timeZone, hour: "numeric", minute: "2-digit" });
  const days = [...groupBy(items, ({ at }) => dayOf(at, timeZone))];
  return days.map(([date, own], at) => (
    <section
      key={date}
      className="relative px-edge pt-2 before:absolute before:inset-y-0 before:left-[30px] before:w-px before:bg-border"
    >
      <h3 className="py-1 pl-8 text-faint text-sm">{day(date)}</h3>
      <ol>
        {own.map((item, place) => {
          const { who, did, why } = storyOf(item, label, timeOf);
          return (
            <li key={item.id} className="relative flex gap-3 py-2">
              <span className="relative rounded-full bg-surface-raised">
                <HistoryNode item={item} now={at === 0 && place === 0} />
              </span>
              <div className="min-w-0 flex-1">
                <p className="flex items-baseline gap-3">
                  <span className="min-w-0 flex-1 break-words">
                    <span className="font-medium">{who}</span> <span className="text-muted">{did}</span>
                  </span>
                  <time dateTime={item.at} className="shrink-0 text-faint text-sm tabular-nums">
                    {timeOf(item.at)}
                  </time>
                </p>
                <p className="text-muted text-sm">{why}</p>
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  ));
}

interface RuleProps extends Pick<SyncProps, "connected"> {
  object: SyncObject;
  field: string;
}

function RuleOfIt({ connected: { provider, label }, object, field }: RuleProps) {
  const { href } = useWorkspace();
  const { data } = useSyncFields(object.id);
  const own = data?.fields.find((one) => one.field === field);
  if (!own) return null;
  return (
    <p className="mt-auto flex items-center gap-3 px-edge pt-3 text-muted text-sm">
      <span className="min-w-0 flex-1 truncate">{`Rule for this field: ${ruleOfField(own, label)}`}</span>
      <Link
        className="link"
        href={href(`/settings/integrations/${provider}/fields?object=${object.entity}&field=${field}`)}
      >
        Change rule
      </Link>
    </p>
  );
}
