"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { toastRefusal } from "@/components/form/toast-refusal";
import { LineFailed } from "@/components/layout/line-failed";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { RelativeTime } from "@/components/ui/relative-time";
import { notify } from "@/components/ui/toast";
import { counted } from "@/lib/counted";
import { useApi } from "@/trpc/react";
import type { ParkedEvent } from "../schema";

const lookEveryMs = 30_000;

/**
 * A warning when events are delivered late or refused: jobs then start late, or screens do not update. Nothing
 * otherwise.
 */
export function OutboxNotes() {
  const api = useApi();
  const query = useQuery(api.jobs.outbox.queryOptions({}, { refetchInterval: lookEveryMs }));
  const { data } = query;
  if (query.isError && !data)
    return <LineFailed title="The state of event delivery could not be loaded." query={query} />;
  if (!data || (!data.late && data.parkedCount === 0)) return null;
  return (
    <div className="grid shrink-0 gap-2 px-edge pb-3">
      {data.late ? (
        <Note tone="warning">
          Events of this workspace are delivered late: the oldest is from <RelativeTime at={data.late.since} />. Jobs
          start as soon as delivery catches up; nothing is lost.
        </Note>
      ) : null}
      {data.parkedCount > 0 ? <Parked events={data.parked} count={data.parkedCount} /> : null}
    </div>
  );
}

const shownReasons = 3;

function Parked({ events, count }: { events: readonly ParkedEvent[]; count: number }) {
  const api = useApi();
  const client = useQueryClient();
  const { locale } = useWorkspace();
  const replay = useMutation(
    api.jobs.replay.mutationOptions({
      onSuccess: () => notify.success("Delivery is being retried"),
      onError: toastRefusal,
      onSettled: () => client.invalidateQueries(api.jobs.pathFilter()),
    }),
  );
  return (
    <Note tone="danger">
      <p>{`${counted(count, { one: "event", many: "events" }, locale)} could not be delivered.`}</p>
      <ul className="mt-1 text-muted text-sm">
        {events.slice(0, shownReasons).map((event) => (
          <li key={`${event.eventId} ${event.consumer}`} className="break-words">
            {event.name}: {event.reason}
          </li>
        ))}
      </ul>
      <Button size="sm" className="mt-2" busy={replay.isPending} onClick={() => replay.mutate({})}>
        Retry delivery
      </Button>
    </Note>
  );
}
