import "server-only";
import type { LinkedRecord } from "@/lib/fields/links";
import { workingTime } from "@/lib/working-time";
import { calendarsOf } from "@/modules/platform/workspace/calendars/operations/resolve";
import { memberOf } from "@/server/actor";
import { dayOf, isoOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { withLinks } from "@/server/nouns/links";
import { readerOf } from "@/server/nouns/presenter";
import { readable } from "@/server/readable";
import { readerZone } from "@/server/reader-zone";
import { crm } from "../../module";
import { activities } from "../fields";
import { activityOperations } from "../operations/all";
import { activitiesIn, type CalendarRow, memberIdsOf, ownerIn, upcomingIn } from "./row";
import { dayIn, instantsOf, mostShown } from "./rules";
import { type CalendarActivity, calendarInput, calendarOutput } from "./schema";

const { about } = activities.fields;

export const getActivityCalendar = crm.operation({
  kind: "query",
  permission: "activity:view",
  input: calendarInput,
  output: calendarOutput,
  rest: { method: "GET", path: "/activities/calendar" },
  describe:
    "The activities of a span of at most 42 days in your time zone: your own, those of your teams, or those of some members, as assignees or colleagues. `upcoming` are those that series will make. At most 2,000; `more` says that there are later ones.",
  async run(ctx, { people = "mine", ...span }) {
    const memberIds = await memberIdsOf(ctx, people);
    const self = memberOf(ctx.actor);
    const one = memberIds.length === 1 ? (memberIds[0] ?? "") : (self ?? "");
    const calendarOf = await calendarsOf(ctx, [one].filter(Boolean));
    const zone = readerZone(ctx);
    const { start, end } = instantsOf(span, zone);
    const rows = await activitiesIn(ctx, span, zone, memberIds);
    const shown = await withLinks(
      ctx,
      { about },
      rows.slice(0, mostShown).map((row) => ({ ...row })),
    );
    return {
      zone,
      working: workingTime(calendarOf(one), start, end).spans.map(workingSpan),
      memberIds,
      activities: shown.map(presenter(ctx, zone)),
      upcoming: await upcomingIn(ctx, span, zone, memberIds),
      more: rows.length > mostShown,
    };
  },
});

const workingSpan = ({ start, end }: { start: number; end: number }) => ({
  from: new Date(start).toISOString(),
  until: new Date(end).toISOString(),
});

function presenter(ctx: Ctx, zone: string): (row: CalendarRow) => CalendarActivity {
  const may = readable(ctx, "activity");
  const links = readerOf(["about", about], {});
  return (row) => {
    const { id, version, name, kind, status, duration } = row;
    const [first] = may.has("about") ? (links.read(ctx, { ...row }) as LinkedRecord[]) : [];
    return {
      ...{ id, version, name, kind, status, duration },
      startsAt: isoOf(row.startsAt),
      endsAt: isoOf(row.endsAt),
      dueOn: dayOf(row.dueOn),
      completedAt: isoOf(row.completedAt),
      day: dayIn(row, zone),
      repeats: row.repeats,
      owner: may.has("owner") ? ownerIn(row) : null,
      about: first ? { entity: first.entity, id: first.id, name: first.name } : null,
      mayEdit: activityOperations.scope.mayEdit(ctx, { ownerId: row.ownerId }),
    };
  };
}
