"use client";

import { type ReactNode, useMemo, useState } from "react";
import { GroupHead } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { RadioGroup } from "@/components/ui/radio-group";
import { RelativeTime } from "@/components/ui/relative-time";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { dateFormat } from "@/lib/intl";
import { dayLater, localDay, momentOfDay } from "@/lib/working-time";
import { useSupportActs } from "../client";
import { longestWindowDays, type SupportMode, sessionMinutes } from "../rules";
import type { SupportAccess } from "../schema";

/** The days that are offered as the end of a window. */
const offeredDays = [0, 1, 2, 3, 4, 5, 6, 7, 14, 21, 30, 60, longestWindowDays - 1];
const stepMinutes = 30;
const fivePm = 17 * 60;

interface Draft {
  mode: SupportMode;
  day: string;
  minute: number;
  write: boolean;
}

function draftOf({ mode, endsAt, write }: SupportAccess, timeZone: string): Draft {
  const today = localDay(new Date(), timeZone);
  if (endsAt === null) return { mode, day: dayLater(today, 7), minute: fivePm, write: false };
  const day = localDay(new Date(endsAt), timeZone);
  const minute = Math.round((Date.parse(endsAt) - momentOfDay(day, 0, timeZone).getTime()) / 60_000);
  return { mode, day, minute, write };
}

/** Never, ask each time, or until a time: nothing changes before it is saved. */
export function AccessForm({ access }: { access: SupportAccess }) {
  const { zone: timeZone } = useWorkspace();
  const [draft, setDraft] = useState(() => draftOf(access, timeZone));
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { setAccess } = useSupportActs();
  const { mode, write } = draft;
  const until = mode === "until" ? momentOfDay(draft.day, draft.minute, timeZone).toISOString() : null;
  const isChanged = mode !== access.mode || (mode === "until" && (until !== access.endsAt || write !== access.write));

  async function save(): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      const chosen = { mode, endsAt: until, write: mode === "until" && write, version: access.version };
      await setAccess(chosen, "Support access is saved");
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <section aria-label="Access now">
      <GroupHead title="Access now" note={<SetBy access={access} />} />
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,316px)] hairline-b hairline-soft phone:grid-cols-[minmax(0,1fr)]">
        <div className="min-w-0 desk:border-border-soft desk:border-r">
          <RadioGroup
            aria-label="Staff access"
            className="gap-0 *:px-edge *:py-2.5 *:not-first:border-border-soft *:not-first:border-t"
            value={mode}
            onValueChange={(next) => setDraft({ ...draft, mode: next })}
            options={[
              { value: "never", label: "Never", hint: "Staff can work only with information that you send them." },
              { value: "ask", label: "Ask each time", hint: "An owner or admin allows each session." },
              {
                value: "until",
                label: "Allow until",
                hint: "Staff start sessions without asking, with a reason and a ticket.",
              },
            ]}
          />
          {mode === "until" ? <WindowEnd draft={draft} onChange={setDraft} /> : null}
        </div>
        <Scope draft={draft} onChange={setDraft} />
      </div>
      {isChanged ? (
        <div className="flex flex-wrap items-center gap-2 px-edge py-3 hairline-b hairline-soft">
          {problem ? (
            <Note tone="danger" className="w-full">
              {problem}
            </Note>
          ) : null}
          <p className="min-w-0 flex-1 text-muted text-sm phone:basis-full">
            Running sessions that are no longer allowed end at once.
          </p>
          <Button disabled={busy} onClick={() => setDraft(draftOf(access, timeZone))}>
            Cancel
          </Button>
          <Button variant="primary" busy={busy} onClick={() => void save()}>
            Save access
          </Button>
        </div>
      ) : null}
    </section>
  );
}

function SetBy({ access: { setBy, setAt } }: { access: SupportAccess }): ReactNode {
  if (!setAt) return "Not set yet: staff ask each time";
  return (
    <>
      {`Set by ${setBy?.name ?? "a former member"}, `}
      <RelativeTime at={setAt} inSentence />
    </>
  );
}

interface PartProps {
  draft: Draft;
  onChange(draft: Draft): void;
}

/** The day and the time at which a window ends, on the reader's clocks. */
function WindowEnd({ draft, onChange }: PartProps) {
  const { locale, zone: timeZone } = useWorkspace();
  const days = useMemo(() => {
    const today = localDay(new Date(), timeZone);
    const format = dateFormat(locale, { dateStyle: "full", timeZone: "UTC" });
    const offered = [...new Set([...offeredDays.map((ahead) => dayLater(today, ahead)), draft.day])].sort();
    return offered.map((day) => ({ value: day, label: format.format(new Date(`${day}T00:00:00Z`)) }));
  }, [locale, timeZone, draft.day]);
  const times = useMemo(() => {
    const format = dateFormat(locale, { timeStyle: "short", timeZone: "UTC" });
    const steps = Array.from({ length: (24 * 60) / stepMinutes }, (_, at) => at * stepMinutes);
    const minutes = [...new Set([...steps, draft.minute])].sort((a, b) => a - b);
    return minutes.map((minute) => ({ value: String(minute), label: format.format(new Date(minute * 60_000)) }));
  }, [locale, draft.minute]);
  return (
    <div className="mr-edge mb-3 ml-[calc(var(--edge)+22px)] flex flex-wrap items-center gap-2">
      <Select
        aria-label="Last day"
        className="w-60 phone:w-full"
        options={days}
        value={draft.day}
        onValueChange={(day) => onChange({ ...draft, day })}
      />
      <Select
        aria-label="Time"
        className="w-32 phone:w-full"
        options={times}
        value={String(draft.minute)}
        onValueChange={(minute) => onChange({ ...draft, minute: Number(minute) })}
      />
      <span className="text-muted text-sm">{timeZone.split("/").at(-1)?.replaceAll("_", " ")}</span>
    </div>
  );
}

const scopes = [
  { value: "read", label: "Read only" },
  { value: "write", label: "Read and write" },
] as const;

/** How far sessions may go without a question. */
function Scope({ draft, onChange }: PartProps) {
  const shown = draft.mode === "until" && draft.write ? "write" : "read";
  return (
    <div className="min-w-0 px-edge py-3 phone:shadow-[inset_0_1px_0_var(--border-soft)]">
      <h3 className="font-medium">They may</h3>
      {draft.mode === "until" ? (
        <Segmented
          look="field"
          className="mt-1.5"
          aria-label="They may"
          options={scopes}
          value={shown}
          onValueChange={(next) => onChange({ ...draft, write: next === "write" })}
        />
      ) : null}
      <p className="mt-2 text-muted text-sm">{scopeNotes[draft.mode === "until" ? shown : draft.mode]}</p>
    </div>
  );
}

const recorded = `A session lasts at most ${Math.max(...sessionMinutes)} minutes, and each action is recorded under both names.`;
const scopeNotes = {
  never: "Staff cannot start a session. Requests are refused.",
  ask: `Each request says whether it is read only, or read and write. ${recorded}`,
  read: `For a session that changes records, staff ask you first. ${recorded}`,
  write: `Staff change records without asking first. ${recorded}`,
} as const;
