import { faker } from "@faker-js/faker";
import { addDays } from "date-fns/addDays";
import { addHours } from "date-fns/addHours";
import { differenceInDays } from "date-fns/differenceInDays";
import { opportunityEvents } from "@/modules/crm/opportunities/events";
import { type LossReasons, lossesOf } from "./losses";

/** An opportunity as its import left it. */
export interface Sale {
  id: string;
  status: "open" | "won" | "lost";
  pipelineId: string;
  stageId: string;
  accountId: string | null;
  ownerId: string | null;
  amountMinor: bigint | null;
  currency: string;
  expectedCloseDate: Date | null;
  /** When it began, and when it came into its stage. */
  startedAt: Date;
  enteredAt: Date;
}

interface Stage {
  id: string;
  type: string;
}

/** The firm that all opportunities share. */
export interface Firm {
  /** The stages of each pipeline, in board order. */
  stages: ReadonlyMap<string, readonly Stage[]>;
  lossReasons: LossReasons;
  competitorIds: readonly string[];
  ownerIds: readonly string[];
  now: Date;
}

export interface TaleEvent {
  name: string;
  at: Date;
  memberId: string | null;
  before: object;
  after: object;
  data: object;
}

export interface TaleStay {
  stageId: string;
  enteredAt: Date;
  leftAt: Date | null;
  /** A stay that the file knew, or one that a move in the product began. */
  source: "import" | "app";
}

/** The past that an import cannot bring: stages in between, and changes by people. */
export interface Tale {
  sale: Sale;
  /** In the place of the stays of the import; empty where those stay. */
  stays: readonly TaleStay[];
  events: readonly TaleEvent[];
  expectedCloseDate: Date | null;
  closeDatePushes: number;
  lossReasonId: string | null;
  lossDetail: string | null;
  competitorId: string | null;
}

const chance = (share: number) => faker.number.float() < share;
const days = (from: number, to: number) => faker.number.int({ min: from, max: to });
const officeHours = (day: Date) => addHours(day, faker.number.float({ min: 9, max: 17 }));

/** The tale of one opportunity; the same seed tells the same one. */
export function taleOf(sale: Sale, firm: Firm): Tale {
  const way = wayOf(sale, firm);
  const slips = slipsOf(sale, way[0]?.at ?? sale.startedAt, firm.now);
  const told = way.some(({ event }) => event);
  return {
    sale,
    stays: way.length > 1 ? staysOf(way) : [],
    events: [...(told ? movesOf(sale, way, firm) : []), ...slips.events, ...editsOf(sale, firm)],
    expectedCloseDate: slips.last,
    closeDatePushes: slips.events.length,
    ...(sale.status === "lost"
      ? lossesOf(sale.pipelineId, firm)
      : { lossReasonId: null, lossDetail: null, competitorId: chance(0.12) ? oneOf(firm.competitorIds) : null }),
  };
}

interface Step {
  stage: Stage;
  at: Date;
  /** A person made this move in the product. */
  event: boolean;
}

/** The stages that it went through with their dates, the present one last; some go back, some are reopened. */
function wayOf(sale: Sale, firm: Firm): Step[] {
  const stages = firm.stages.get(sale.pipelineId) ?? [];
  const open = stages.filter(({ type }) => type === "open");
  const here = stages.find(({ id }) => id === sale.stageId);
  if (!here) return [];
  const isClosed = sale.status !== "open";
  const reached = isClosed ? days(sale.status === "won" ? 1 : 0, open.length - 1) : open.indexOf(here);
  const passed = open.slice(0, reached + (isClosed ? 1 : 0)).filter((_, place) => place === 0 || chance(0.75));
  const detour = detourOf(passed, stages, isClosed);
  const route = [...passed, ...detour, here];
  const dates = datesOf(sale, route.length);
  return route.map((stage, place) => ({
    stage,
    at: dates[place] ?? sale.enteredAt,
    // The file knows the beginning, and the end of what has ended.
    event: detour.length > 0 && place > 0 && (place < route.length - 1 || !isClosed),
  }));
}

/** Stages of a way back, or the loss before an opportunity was reopened. */
function detourOf(passed: readonly Stage[], stages: readonly Stage[], isClosed: boolean): Stage[] {
  const [last, earlier] = passed.toReversed();
  const lost = stages.find(({ type }) => type === "lost");
  if (last && lost && chance(0.03)) return isClosed ? [lost, last] : [lost];
  if (!last || !earlier || !chance(0.06)) return [];
  return isClosed ? [earlier, last] : [earlier];
}

/** A closed one went its way from start to end; an open one was on its way before it came into its stage. */
function datesOf({ status, startedAt, enteredAt }: Sale, count: number): Date[] {
  if (status === "open") {
    const dates = [enteredAt];
    while (dates.length < count) dates.unshift(addDays(dates[0] ?? enteredAt, -days(4, 25)));
    return dates.map((date, place) => (place > 0 && place < count - 1 ? officeHours(date) : date));
  }
  const between = Array.from({ length: Math.max(0, count - 2) }, () => workingTime(startedAt, enteredAt));
  return [startedAt, ...inOrder(between), enteredAt];
}

/** A time of work on a day between two times. */
function workingTime(from: Date, to: Date): Date {
  const at = officeHours(addDays(from, days(0, Math.max(0, differenceInDays(to, from) - 1))));
  return at < to ? at : faker.date.between({ from, to });
}

const inOrder = (dates: readonly Date[]) => dates.toSorted((a, b) => a.getTime() - b.getTime());

const staysOf = (way: readonly Step[]): TaleStay[] =>
  way.map(({ stage, at, event }, place) => ({
    stageId: stage.id,
    enteredAt: at,
    leftAt: way[place + 1]?.at ?? null,
    source: event ? "app" : "import",
  }));

/** The events of the moves that people made, as a move by hand writes them. */
function movesOf(sale: Sale, way: readonly Step[], firm: Firm): TaleEvent[] {
  return way.flatMap((step, place): TaleEvent[] => {
    const from = way[place - 1];
    if (!step.event || !from) return [];
    const { stage, at } = step;
    const data = { fromStageId: from.stage.id, toStageId: stage.id, status: stage.type };
    const facts = { at, memberId: sale.ownerId, data };
    const isOutcome = from.stage.type !== stage.type;
    const states = { before: stateIn(from, isOutcome, sale, firm), after: stateIn(step, isOutcome, sale, firm) };
    const moved = { ...facts, ...states, name: opportunityEvents.stageChanged.name };
    if (!isOutcome) return [moved];
    const { name } = stage.type === "lost" ? opportunityEvents.lost : opportunityEvents.reopened;
    return [moved, { ...moved, name }];
  });
}

/** The columns that a move changed; a way back to another stage leaves the status. */
function stateIn({ stage, at }: Step, isOutcome: boolean, { pipelineId }: Sale, { lossReasons }: Firm): object {
  if (!isOutcome) return { stageId: stage.id };
  if (stage.type === "open")
    return { stageId: stage.id, status: stage.type, actualCloseDate: null, lossReasonId: null };
  const [lossReasonId = null] = lossReasons.get(pipelineId)?.values() ?? [];
  return { stageId: stage.id, status: stage.type, actualCloseDate: utcDay(at).toISOString(), lossReasonId };
}

/** Close dates that were put off, each about the time when it would have come. */
function slipsOf({ status, ownerId, ...sale }: Sale, startedAt: Date, now: Date) {
  const end = status === "open" ? now : sale.enteredAt;
  const planned = status === "open" ? sale.expectedCloseDate : addDays(utcDay(end), days(-2, 16));
  const none = { events: [], last: status === "lost" ? planned : sale.expectedCloseDate };
  const span = differenceInDays(end, startedAt);
  if (!planned || span < 6 || !chance(0.3)) return none;
  const count = Math.min(oneOf([1, 1, 1, 2, 2, 3, 4]) ?? 1, Math.floor(span / 6));
  const times = inOrder(Array.from({ length: count }, () => workingTime(addDays(startedAt, 2), end)));
  const dates: Date[] = [];
  for (const at of times) {
    const date = addDays(utcDay(at), days(0, 8));
    const [last] = dates.slice(-1);
    dates.push(last && date <= last ? addDays(last, days(2, 6)) : date);
  }
  if ((dates.at(-1) ?? planned) >= planned) return none;
  dates.push(planned);
  const events = times.map((at, place) =>
    edit(at, ownerId, pushed(dates[place], place), pushed(dates[place + 1], place + 1)),
  );
  return { events, last: planned };
}

const pushed = (date: Date | undefined, closeDatePushes: number) => ({
  expectedCloseDate: date?.toISOString(),
  closeDatePushes,
});

/** Values that were negotiated, and opportunities that another member took over. */
function editsOf(sale: Sale, { ownerIds, now }: Firm): TaleEvent[] {
  const { startedAt, enteredAt, status, ownerId, amountMinor, currency } = sale;
  const end = status === "open" ? now : enteredAt;
  const between = () => workingTime(startedAt, end);
  const events: TaleEvent[] = [];
  if (amountMinor !== null && amountMinor > 0n && chance(0.14)) {
    const asked = Math.round((Number(amountMinor) * faker.number.float({ min: 0.8, max: 1.35 })) / 10_000) * 10_000;
    const after = { amountMinor: Number(amountMinor), currency };
    if (asked > 0) events.push(edit(between(), ownerId, { amountMinor: asked, currency }, after));
  }
  const earlier = oneOf(ownerIds);
  if (ownerId && earlier && earlier !== ownerId && chance(0.05))
    events.push(edit(between(), earlier, { ownerId: earlier }, { ownerId }));
  return events;
}

const edit = (at: Date, memberId: string | null, before: object, after: object): TaleEvent => ({
  name: opportunityEvents.updated.name,
  ...{ at, memberId, before, after },
  data: {},
});

const utcDay = (date: Date) => new Date(date.toISOString().slice(0, 10));
const oneOf = <T>(list: readonly T[]): T | null => (list.length > 0 ? faker.helpers.arrayElement(list as T[]) : null);
