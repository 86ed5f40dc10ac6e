import { dehydrate, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import { makeQueryClient } from "./query-client";
import { Streamed } from "./streamed";

function Shown({ name }: { name: string }) {
  const { data, isPending } = useQuery({ queryKey: [name], queryFn: () => Promise.reject(new Error("Nobody asks.")) });
  return <p>{isPending ? `${name} is loading` : String(data)}</p>;
}

test("an answer that follows is unknown to the first drawing, even where it has arrived", async () => {
  const server = makeQueryClient();
  await server.prefetchQuery({ queryKey: ["head"], queryFn: () => "Alder Ports" });
  const people = server.prefetchQuery({ queryKey: ["people"], queryFn: () => "Ann Archer" });
  const known = dehydrate(server);
  const isPending = ({ state }: { state: { status: string } }) => state.status === "pending";
  const following = dehydrate(server, { shouldDehydrateQuery: isPending }).queries;
  await people;
  expect(following.map(({ queryKey }) => queryKey)).toEqual([["people"]]);
  const drawn = renderToString(
    <QueryClientProvider client={makeQueryClient()}>
      <Streamed known={known} following={following}>
        <Shown name="head" />
        <Shown name="people" />
        <Shown name="people" />
      </Streamed>
    </QueryClientProvider>,
  );
  expect(drawn).toBe("<p>Alder Ports</p><p>people is loading</p><p>people is loading</p>");
});
