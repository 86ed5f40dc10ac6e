// @vitest-environment happy-dom
import type Pusher from "pusher-js";
import { act } from "react";
import { expect, test } from "vitest";
import type { Signal } from "@/lib/channels";
import { mounted } from "@/test/mounted";
import { api, Tab } from "@/test/part";
import { LiveConnection } from "@/trpc/live-connection";
import { makeQueryClient } from "@/trpc/query-client";
import type { OpportunityCard as Card } from "../schema";
import { OpportunityCard } from "./opportunity-card";

const olive = { id: "olive", name: "Olive Owner" };
const card = {
  id: "crane",
  name: "Harbour crane",
  status: "won",
  owner: olive,
  account: null,
  amount: null,
  actualCloseDate: null,
  closeDatePushes: 0,
  rot: "none",
  ageDays: 1,
} as unknown as Card;

/** The pictures on a card that this member has just moved, and what is told of it. */
async function afterMoveBy(mover: { id: string; name: string }): Promise<[pictures: number, told: string | null]> {
  let receive: (sent: { signals: Signal[] }) => void = () => undefined;
  const line = {
    bind: (_event: string, told: typeof receive) => {
      receive = told;
    },
  } as unknown as Pusher;
  const client = makeQueryClient();
  client.setQueryData(api.members.pick.queryKey({ ids: [mover.id] }), [mover] as never);
  const page = await mounted(
    <Tab client={client}>
      <LiveConnection value={line}>
        <OpportunityCard card={card} />
      </LiveConnection>
    </Tab>,
  );
  const event = "opportunity.stageChanged";
  await act(async () => receive({ signals: [{ id: card.id, by: mover.id, event } as Signal] }));
  const pictures = [...page.querySelectorAll("span")].filter(({ textContent }) => /^[A-Z]{2}$/.test(textContent ?? ""));
  return [pictures.length, page.querySelector("[role=status]")?.textContent ?? null];
}

test("who moved a card is shown beside its owner, and an owner who moved it once", async () => {
  expect(await afterMoveBy({ id: "carl", name: "Carl Colleague" })).toEqual([2, "CCMoved by Carl Colleague"]);
  expect(await afterMoveBy(olive)).toEqual([1, "Moved by Olive Owner"]);
});
