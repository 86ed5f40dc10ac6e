import { MutationObserver, QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { isLastWrite } from "./last-write";

test("of several writes of a scope only the last one says that it is, whatever others are under way", async () => {
  const client = new QueryClient();
  const scope = { id: "preferences" };
  const said: [string, boolean][] = [];
  const write = (name: string, of: { id: string }) =>
    new MutationObserver(client, {
      scope: of,
      mutationFn: async () => undefined,
      onSettled: () => {
        said.push([name, isLastWrite(client, scope)]);
      },
    }).mutate();
  const other = new MutationObserver(client, {
    scope: { id: "inbox" },
    mutationFn: () => new Promise(() => undefined),
  });
  void other.mutate();
  await Promise.all([write("first", scope), write("second", scope), write("third", scope)]);
  expect(said).toEqual([
    ["first", false],
    ["second", false],
    ["third", true],
  ]);
  await write("again", scope);
  expect(said.at(-1)).toEqual(["again", true]);
});
