"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useQuestion } from "@/components/form/use-question";
import { notify } from "@/components/ui/toast";
import { useEditsOf } from "@/trpc/noun-client";
import { type RouterOutputs, useApi } from "@/trpc/react";
import { declared as opportunities } from "../../../opportunities/fields";
import { type Activity, activities } from "../../fields";
import { useUpdateFollowing } from "../../series/client";
import type { CalendarActivity } from "../schema";
import type { CalendarEntry } from "./calendar-queries";
import { type Drawn, type MovePatch, movedTo, patched, resizedTo } from "./entries";

type Answer = RouterOutputs["activities"]["calendar"];

/** Shows a patch in every loaded calendar at once; the function that is returned takes it back. */
function useShownPatch() {
  const client = useQueryClient();
  const queryKey = useApi().activities.calendar.pathKey();
  const write = (id: string, change: (activity: CalendarActivity) => CalendarActivity) =>
    client.setQueriesData<Answer>({ queryKey }, (answer) => {
      if (!answer?.activities.some((one) => one.id === id)) return answer;
      const activities = answer.activities.map((one) => (one.id === id ? change(one) : one));
      return { ...answer, activities } as Answer;
    });
  return async (activity: CalendarActivity, patch: MovePatch) => {
    // An answer that is on its way would show the old place.
    await client.cancelQueries({ queryKey });
    write(activity.id, (one) => patched(one, patch));
    return () => write(activity.id, () => activity);
  };
}

/** Saves other times of activities, with undo and with the answer to a conflict; they are shown at once. */
function useActivityMoves() {
  const edits = useEditsOf(activities);
  const show = useShownPatch();
  return async (activity: CalendarActivity, patch: MovePatch, done: string): Promise<void> => {
    const takeBack = await show(activity, patch);
    try {
      // It has all values that an edit of its times reads.
      await edits.save(activity as unknown as Activity, "When", patch, done);
    } catch (error) {
      takeBack();
      throw error;
    }
  };
}

interface Moving {
  zone: string;
  /** The time in words: "Wed, Nov 25, 11:30 AM". */
  textOf(to: Pick<Drawn, "start" | "allDay">): string;
}

/** Moves entries of the calendar to other times; a repeating activity asks whether those that follow move too. */
export function useCalendarMoves({ zone, textOf }: Moving) {
  const moveActivity = useActivityMoves();
  const moveOpportunity = useEditsOf(opportunities);
  const moveFollowing = useUpdateFollowing();
  const { question, ask, close } = useQuestion<{ name: string }, "one" | "following">();

  async function save(activity: CalendarActivity, patch: MovePatch, done: string): Promise<void> {
    if (activity.repeats === null) return await moveActivity(activity, patch, done);
    await ask({ name: activity.name }, "Nothing was changed.", (scope) =>
      scope === "one" ? moveActivity(activity, patch, done) : moveFollowing(activity, "When", patch),
    );
  }

  /** Puts an entry back by `revert` and says why it may not move. */
  async function act(revert: () => void, run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      revert();
      notify.error((error as Error).message);
    }
  }

  function move(entry: CalendarEntry, to: Pick<Drawn, "start" | "allDay">, revert: () => void): Promise<void> {
    return act(revert, async () => {
      const done = `${entry.title} moved to ${textOf(to)}`;
      if (entry.of === "activity") return await save(entry.activity, movedTo(entry.activity, to, zone), done);
      if (entry.of === "upcoming") return;
      if (!to.allDay) throw new Error("An expected close date has no time: move it to another day.");
      await moveOpportunity.save(entry.opportunity as never, "Expected close", { expectedCloseDate: to.start }, done);
    });
  }

  function resize(entry: CalendarEntry, end: string, revert: () => void): Promise<void> {
    return act(revert, async () => {
      if (entry.of !== "activity") return;
      const patch = resizedTo(entry.activity, end, zone);
      if (patch === null) throw new Error("It would end before it starts: choose a later end.");
      await save(entry.activity, patch, `${entry.title} now ends at ${textOf({ start: end, allDay: false })}`);
    });
  }

  return { move, resize, question, close };
}
