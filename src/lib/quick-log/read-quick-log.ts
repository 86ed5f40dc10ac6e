import { counted, plainLocale } from "@/lib/counted";
import { localDay } from "@/lib/working-time";
import { clausesOf } from "./clauses";
import { dateWordsOf, masked } from "./date-words";
import { durationsOf } from "./durations";
import { emailsOf, namesOf } from "./names";
import {
  type LoggedActivity,
  longestLine,
  type Moment,
  type Part,
  type Problem,
  type QuickLog,
  type QuickLogOptions,
  type Span,
} from "./quick-log";
import { resolved, startOfMinute } from "./resolve";
import { isPast, isRequest, kindOf, wordsOf } from "./words";

/**
 * Reads one line of a salesperson, such as "Called Ana about the contract, send draft tomorrow 3pm". It guesses nothing:
 * each part has the words that it came from, and words that were not understood are problems.
 */
export function readQuickLog(text: string, options: QuickLogOptions): QuickLog {
  if (text.length > longestLine) return tooLong(text);
  const problems: Problem[] = [];
  const [first, ...rest] = clausesOf(text).map((clause) => activityOf(text, clause, options, problems));
  const followUps = rest.map((one): LoggedActivity => ({ ...one, state: "planned" }));
  return { ...(first ?? unread(text)), followUps, problems };
}

const characters = { one: "character", many: "characters" };

function unread(text: string): LoggedActivity {
  const subject = { value: text.replace(/\s+/g, " ").trim(), spans: [{ from: 0, until: text.length }] };
  return { kind: null, state: null, subject, when: null, duration: null, names: [], emails: [] };
}

function tooLong(text: string): QuickLog {
  const message = `The line is longer than ${counted(longestLine, characters, plainLocale)}, so no date is read. Shorten it.`;
  return { ...unread(text), followUps: [], problems: [{ from: 0, until: text.length, message, isResolved: false }] };
}

/** One clause; its positions are those of the line, because the rest of it is masked. */
function activityOf(line: string, clause: Span, options: QuickLogOptions, problems: Problem[]): LoggedActivity {
  const before = masked(line, { from: 0, until: clause.from });
  const own = masked(before, { from: clause.until, until: line.length });
  const emails = emailsOf(own);
  const links = Array.from(own.matchAll(/https?:\/\/\S+/gi), ({ 0: link, index }) => ({
    from: index,
    until: index + link.length,
  }));
  const plain = [...spansOf(emails), ...links].reduce(masked, own);
  const lengths = durationsOf(plain);
  const withoutLengths = [...spansOf(lengths.found), ...lengths.problems].reduce(masked, plain);
  const { dates, problems: ofDates } = dateWordsOf(withoutLengths, options);
  const found = wordsOf(dates.reduce(masked, withoutLengths));
  const kind = kindOf(found);
  const said = stateOf(found, kind?.value === "note");
  const isUnclear = [...lengths.problems, ...ofDates].some(({ isResolved }) => !isResolved);
  const time = isUnclear
    ? { when: null, length: null, problems: [] }
    : resolved(
        dates.toSorted((a, b) => a.from - b.from),
        said,
        options,
      );
  problems.push(...lengths.problems, ...ofDates, ...time.problems);
  const state = withDate(said, time.when, options, problems);
  const duration = durationOf(lengths.found, time, problems);
  const used = [...(time.when?.spans ?? []), ...(duration?.spans ?? [])];
  const names = namesOf([...used, ...dates, ...ofDates].reduce(masked, plain));
  return { kind, state, subject: subjectOf(line, clause, used), when: time.when, duration, names, emails };
}

const spansOf = (parts: readonly Part<unknown>[]): Span[] => parts.flatMap(({ spans }) => spans);

function stateOf(words: ReturnType<typeof wordsOf>, isNote: boolean): LoggedActivity["state"] {
  if (isPast(words) || isNote) return "done";
  return isRequest(words) ? "planned" : null;
}

/** Done or planned by the date, where the verb does not say it; null where the two contradict each other. */
function withDate(
  said: LoggedActivity["state"],
  when: Part<Moment> | null,
  { now, zone }: QuickLogOptions,
  problems: Problem[],
): LoggedActivity["state"] {
  if (!when) return said;
  const { day, at } = when.value;
  const difference = at ? at.getTime() - startOfMinute(now).getTime() : day.localeCompare(localDay(now, zone));
  if (difference === 0) return said;
  const dated = difference > 0 ? "planned" : "done";
  if (said === null || said === dated) return dated;
  const [span = { from: 0, until: 0 }] = when.spans;
  const message =
    said === "done"
      ? "The line says that this was done, but the date is in the future. Correct one of them."
      : "The line says that this is planned, but the date is in the past. Correct one of them.";
  problems.push({ ...span, message, isResolved: false });
  return null;
}

function durationOf(
  found: readonly Part<number>[],
  { when, length }: { when: Part<Moment> | null; length: number | null },
  problems: Problem[],
): Part<number> | null {
  const ofRange = length === null || !when ? [] : [{ value: length, spans: when.spans }];
  const all = [...found, ...ofRange];
  const [first] = all;
  if (!first || new Set(all.map(({ value }) => value)).size === 1) return first ?? null;
  const spans = spansOf(all);
  const span = {
    from: Math.min(...spans.map(({ from }) => from)),
    until: Math.max(...spans.map(({ until }) => until)),
  };
  const message = "The activity has several lengths. Write one.";
  problems.push({ ...span, message, isResolved: false });
  return null;
}

const BEFORE_USED = /(?:^|\s)(?:on|at|by|from|for|until|due)\s*$/i;
const EDGES = /^[\s,;:.–-]+|[\s,;:–-]+$/g;

/** The words of a clause without those that its date and duration came from, and the prepositions before these. */
function subjectOf(line: string, clause: Span, used: readonly Span[]): Part<string> {
  const spans: Span[] = [];
  let from = clause.from;
  for (const span of [...used.toSorted((a, b) => a.from - b.from), { from: clause.until, until: clause.until }]) {
    const piece = line.slice(from, Math.max(from, span.from));
    const words = span.from === clause.until ? piece : piece.replace(BEFORE_USED, "");
    if (words.trim() !== "") spans.push({ from, until: from + words.length });
    from = Math.max(from, span.until);
  }
  const value = spans.map((span) => line.slice(span.from, span.until).trim()).join(" ");
  return {
    value: withoutLabel(
      value
        .replace(/\(\s*\)/g, "")
        .replace(/\s+/g, " ")
        .replace(EDGES, ""),
    ),
    spans,
  };
}

/** "note: likes tea" is a note with the subject "likes tea". */
const withoutLabel = (text: string): string => text.replace(/^(?:note|task|todo|to-do):\s*/i, "");
