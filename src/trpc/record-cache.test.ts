import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { RecordCache } from "./record-cache";

interface Firm {
  id: string;
  version: number;
  industry: string;
  employees: number;
}
const alder: Firm = { id: "alder", version: 1, industry: "ports", employees: 120 };
const brook: Firm = { id: "brook", version: 1, industry: "rail", employees: 40 };
const keys = { list: ["firms", "list"], get: ["firms", "get"] };
const set = (change: Partial<Firm>) => (row: Firm) => ({ ...row, ...change });

function shown() {
  const client = new QueryClient();
  client.setQueryData([...keys.list, "all"], { pages: [{ rows: [alder, brook] }], pageParams: [] });
  client.setQueryData([...keys.get, "alder"], alder);
  const cache = new RecordCache<Firm>(client, keys);
  const rows = () => client.getQueryData<{ pages: { rows: Firm[] }[] }>([...keys.list, "all"])?.pages[0]?.rows;
  const record = () => client.getQueryData<Firm>([...keys.get, "alder"]);
  return { client, cache, rows, record };
}

test("an edit that fails takes back its own field only: another one that was saved meanwhile stays", async () => {
  const { cache, rows, record } = shown();
  const industry = await cache.begin("alder", set({ industry: "energy" }));
  const employees = await cache.begin("alder", set({ employees: 4_321 }));
  const other = await cache.begin("brook", set({ employees: 41 }));
  expect(record()).toMatchObject({ industry: "energy", employees: 4_321 });
  employees.answered({ ...alder, version: 2, employees: 4_321 });
  other.answered({ ...brook, version: 2, employees: 41 });
  industry.refused();
  expect(record()).toMatchObject({ version: 2, industry: "ports", employees: 4_321 });
  expect(rows()).toMatchObject([{ industry: "ports", employees: 4_321 }, { employees: 41 }]);
  expect(cache.busy).toBe(false);
});

test("an edit that cannot be worked out of what was typed is left to the server, and holds up no other", async () => {
  const { cache, record } = shown();
  const odd = await cache.begin("alder", () => {
    throw new RangeError("33.3 is no whole number");
  });
  const next = await cache.begin("alder", set({ employees: 140 }));
  expect(record()).toMatchObject({ industry: "ports", employees: 140 });
  odd.refused();
  next.answered({ ...alder, version: 2, employees: 140 });
  expect(record()).toMatchObject({ version: 2, employees: 140 });
  expect(cache.busy).toBe(false);
});

test("the answer to one edit does not hide another that is still on its way", async () => {
  const { cache, record } = shown();
  const first = await cache.begin("alder", set({ employees: 130 }));
  const second = await cache.begin("alder", set({ employees: 140 }));
  first.answered({ ...alder, version: 2, employees: 130 });
  expect(record()).toMatchObject({ version: 2, employees: 140 });
  second.refused();
  expect(record()).toMatchObject({ version: 2, employees: 130 });
});

test("pending edits stay on top of the record that the server sends", async () => {
  const { cache, record } = shown();
  const edit = await cache.begin("alder", set({ employees: 140 }));
  cache.write({ ...alder, version: 2, industry: "energy", employees: 99 });
  expect(record()).toMatchObject({ industry: "energy", employees: 140 });
  edit.refused();
  expect(record()).toMatchObject({ version: 2, industry: "energy", employees: 99 });
});

test("a list that holds the record and is being fetched does not bring back the state before", async () => {
  const { client, cache, rows } = shown();
  let answer: (rows: unknown) => void = () => undefined;
  const fetching = client
    .fetchQuery({ queryKey: [...keys.list, "all"], queryFn: () => new Promise((resolve) => (answer = resolve)) })
    .catch(() => undefined);
  const edit = await cache.begin("alder", set({ employees: 140 }));
  answer({ pages: [{ rows: [alder, brook] }], pageParams: [] });
  await fetching;
  expect(rows()?.[0]?.employees).toBe(140);
  edit.answered({ ...alder, version: 2, employees: 140 });
  expect(rows()?.[0]).toMatchObject({ version: 2, employees: 140 });
});

test("a list whose first load began before a change is asked again: its answer may be older", async () => {
  const { client, cache } = shown();
  const answers = [[alder], [alder, brook]];
  let finish: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const queryKey = [...keys.list, "below"];
  const observer = new QueryObserver(client, {
    queryKey,
    queryFn: async () => {
      const rows = answers.shift();
      await begun;
      return { pages: [{ rows }] };
    },
  });
  const stop = observer.subscribe(() => undefined);
  const refreshed = cache.refresh();
  finish();
  await refreshed;
  expect(observer.getCurrentResult().data).toEqual({ pages: [{ rows: [alder, brook] }] });
  stop();
});
