"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowRight, Copy } from "lucide-react";
import { useListLocale } from "@/components/data-table/list-locale";
import { PeekPanel } from "@/components/layout/peek-panel";
import { QueryFailed } from "@/components/layout/query-failed";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-text";
import { DescriptionList, DescriptionRow, SectionHead } from "@/components/ui/description-list";
import { Link } from "@/components/ui/link";
import { Person } from "@/components/ui/person";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { counted } from "@/lib/counted";
import { dateFormat } from "@/lib/intl";
import { exactTimeText } from "@/lib/relative-time-text";
import { scopeText } from "@/lib/support-events";
import { capital } from "@/lib/text";
import { useApi } from "@/trpc/react";
import type { AuditEntry, AuditRow } from "../client";
import { entityWords } from "../rules";
import { useChangeText } from "./audit-change";
import { fromText, WhoMark } from "./audit-who";

interface AuditDetailProps {
  id: string;
  rows: readonly AuditRow[];
  onOpen(id: string): void;
  onClose(): void;
  /** Shows the events of one record alone. */
  onRecord(of: { object: string; record: string }): void;
}

/** One event beside the list: people, every changed field, and the event as it is stored. */
export function AuditDetail({ id, rows, onOpen, onClose, onRecord }: AuditDetailProps) {
  const api = useApi();
  const query = useQuery(api.audit.get.queryOptions({ id }));
  const place = rows.findIndex((row) => row.id === id);
  const [previous, next] = [rows[place - 1], place < 0 ? undefined : rows[place + 1]];
  return (
    <PeekPanel
      label={query.data?.what ?? "Event"}
      place={place < 0 ? undefined : `${place + 1} of ${rows.length}`}
      href={undefined}
      onPrevious={previous && (() => onOpen(previous.id))}
      onNext={next && (() => onOpen(next.id))}
      onClose={onClose}
    >
      {query.isPending ? (
        <SkeletonRegion label="Loading the event">
          <div className="flex flex-col gap-4 px-edge pt-2">
            <Skeleton className="w-40" />
            <Skeleton className="w-64" />
            <Skeleton className="w-56" />
          </div>
        </SkeletonRegion>
      ) : null}
      {query.error && !query.data ? <QueryFailed title="The event could not be loaded" query={query} /> : null}
      {query.data ? <Details entry={query.data} onRecord={onRecord} /> : null}
    </PeekPanel>
  );
}

const kinds: Readonly<Record<AuditRow["who"]["kind"], string>> = {
  member: "Member",
  key: "API key",
  job: "Job",
  webhook: "Service outside Throughline",
  staff: "Throughline staff",
  nobody: "Not a member",
};

function Details({ entry, onRecord }: { entry: AuditEntry; onRecord: AuditDetailProps["onRecord"] }) {
  const { locale, zone: timeZone } = useWorkspace();
  const time = dateFormat(locale, { timeZone, dateStyle: "full", timeStyle: "medium" });
  const { who, behalf, record } = entry;
  return (
    <>
      <div className="px-edge pb-3 hairline-b">
        <h2 className={entry.refused ? "font-semibold text-danger text-title" : "font-semibold text-title"}>
          {entry.what}
        </h2>
        <p className="text-muted">
          {entityWords(entry.entity)}: {record?.title ?? "you may not see this record"}
        </p>
      </div>
      <div className="flex items-center gap-3 px-edge py-3 hairline-b">
        <WhoMark who={who} size={32} />
        <Named name={who.name} of={kinds[who.kind]} />
        {behalf ? (
          <>
            <ArrowRight aria-hidden className="size-4 shrink-0 text-faint" />
            <Avatar name={behalf.name} id={behalf.id ?? undefined} size={32} decorative />
            <Named name={behalf.name} of="On behalf of, member" />
          </>
        ) : null}
      </div>
      <DescriptionList className="py-2">
        <DescriptionRow label="Time">{time.format(new Date(entry.at))}</DescriptionRow>
        <SessionRows entry={entry} />
        <DescriptionRow label="Source">{fromText(entry.from)}</DescriptionRow>
        {entry.from.device ? <DescriptionRow label="Device">{entry.from.device}</DescriptionRow> : null}
        {entry.note ? <DescriptionRow label="Reason">{entry.note}</DescriptionRow> : null}
        {entry.detail ? <DescriptionRow label="Detail">{entry.detail}</DescriptionRow> : null}
        <DescriptionRow label="Request">
          <code className="break-all text-sm">{entry.requestId}</code>
        </DescriptionRow>
        {record ? (
          <DescriptionRow label="Record">
            <Button size="sm" onClick={() => onRecord({ object: entry.entity, record: record.id })}>
              Show its events
            </Button>
          </DescriptionRow>
        ) : null}
      </DescriptionList>
      <Changes entry={entry} />
      <Recorded entry={entry} />
    </>
  );
}

/** The support session of an act of staff, with its transcript, and the member who allowed it. */
function SessionRows({ entry: { session } }: { entry: AuditEntry }) {
  const { href, locale, zone: timeZone } = useWorkspace();
  if (!session) return null;
  const { id, write, ticket, allowedBy, allowedAt } = session;
  return (
    <>
      <DescriptionRow label="Session">
        <Link href={href(`/settings/support?session=${id}`)} className="link">
          {`${capital(scopeText(write))}, transcript`}
        </Link>
        <span className="ml-2 font-mono text-faint text-sm">{`#${ticket}`}</span>
      </DescriptionRow>
      {allowedBy && allowedAt ? (
        <DescriptionRow label="Allowed by">
          <span className="flex items-center gap-2">
            <Person person={allowedBy} none="–" />
            <span className="text-faint">{exactTimeText(new Date(allowedAt), locale, timeZone)}</span>
          </span>
        </DescriptionRow>
      ) : null}
    </>
  );
}

const Named = ({ name, of }: { name: string; of: string }) => (
  <span className="flex min-w-0 flex-1 flex-col">
    <span className="truncate font-medium">{name}</span>
    <span className="truncate text-muted text-sm">{of}</span>
  </span>
);

const fields = { one: "field", many: "fields" };

function Changes({ entry }: { entry: AuditEntry }) {
  const { locale } = useListLocale();
  const text = useChangeText();
  if (entry.changes.length === 0) return null;
  return (
    <section>
      <SectionHead line title="Change" count={counted(entry.changes.length, fields, locale)} />
      <table aria-label="Change" className="w-full table-fixed text-left">
        <thead className="text-muted">
          <tr className="h-9 hairline-b hairline-soft">
            <th className="pl-edge font-normal">Field</th>
            <th className="font-normal">Before</th>
            <th className="pr-edge font-normal">After</th>
          </tr>
        </thead>
        <tbody>
          {entry.changes.map((change) => (
            <tr key={change.field} className="hairline-b hairline-soft [&>*]:py-2 [&>*]:align-top">
              <th scope="row" className="break-words pl-edge font-normal">
                {change.label}
              </th>
              <td className="break-words pr-2 text-muted">{text(change, "before")}</td>
              <td className="break-words pr-edge font-medium">{text(change, "after")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Recorded({ entry }: { entry: AuditEntry }) {
  const json = JSON.stringify(entry.recorded, null, 2);
  const copy = () => copyText(json, "Copied", "The browser did not allow copying. Select the text instead.");
  return (
    <section className="pt-2">
      <SectionHead
        title="As recorded"
        action={
          <Button size="sm" variant="ghost" icon={<Copy aria-hidden />} onClick={() => void copy()}>
            Copy
          </Button>
        }
      />
      <pre className="mx-5 overflow-x-auto whitespace-pre-wrap break-all rounded-md bg-surface-sunken p-3 text-sm phone:mx-4">
        {json}
      </pre>
    </section>
  );
}
