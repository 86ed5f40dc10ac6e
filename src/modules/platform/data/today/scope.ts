import "server-only";
import { localDay } from "@/lib/working-time";
import { memberOf } from "@/server/actor";
import { type AgendaSource, type AgendaSpan, agendaSources, type DayStart } from "@/server/agenda";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { readable } from "@/server/readable";
import { readerZone } from "@/server/reader-zone";
import { mayView } from "@/server/scope";
import { type AgendaSection, daysOf, startOf } from "./rules";

/** The member whose day it is, and that day in their zone. */
export interface Reader {
  memberId: string;
  zone: string;
  today: string;
}

/** The member who reads their day. FORBIDDEN for an actor who is no member. */
export function readerOf(ctx: Ctx, now: Date): Reader {
  const memberId = memberOf(ctx.actor);
  if (!memberId) throw new AppError("FORBIDDEN", "Today shows the day of a member. Sign in as one.");
  const zone = readerZone(ctx);
  return { memberId, zone, today: localDay(now, zone) };
}

/** The span of a section for a member. */
export function spanOf(section: AgendaSection, { today, zone }: Reader): AgendaSpan {
  const { from, until } = daysOf(section, today);
  const start = (day: string): DayStart => ({ day, at: startOf(day, zone) });
  return { from: from === null ? null : start(from), until: start(until) };
}

/** The sources whose records and fields the actor may read. */
export const sourcesOf = (ctx: Ctx): AgendaSource[] =>
  agendaSources().filter(({ entity, fields }) => {
    const may = readable(ctx, entity);
    return mayView(ctx, entity) && fields.every((name) => may.has(name));
  });
