import { expect, test } from "vitest";
import type { Moves } from "@/components/ui/move-items";
import { markupOf } from "@/test/part";
import { ArchivedRows, OrderedRows, SettingsList } from "./settings-list";

const rows = ["Price", "Time", "Budget"].map((name) => ({ id: name.toLowerCase(), name }));
const textOf = (markup: string) => markup.replace(/<[^>]+>/g, " ").replace(/ +/g, " ");

test("a list says that it loads, shows what it has, and its error only where it has nothing", () => {
  const shown = (query: { data?: string[]; error?: Error }) =>
    textOf(
      markupOf(
        <SettingsList
          of="tags"
          query={{ data: undefined, error: null, isFetching: false, refetch: () => null, ...query }}
        >
          {(tags) => tags.join()}
        </SettingsList>,
      ),
    );
  expect(shown({})).toContain("Loading tags");
  expect(shown({ error: new Error("down") })).toContain("The tags could not be loaded");
  expect(shown({ data: ["a", "b"] })).toBe("a,b");
  expect(shown({ data: ["a"], error: new Error("down") })).toBe("a");
});

test("a row moves by one place, and not over the ends of its list", () => {
  const moves = new Map<string, Moves>();
  const orders: string[][] = [];
  markupOf(
    <OrderedRows label="Loss reasons" rows={rows} enabled onOrder={(ids) => orders.push(ids)}>
      {(row, own) => {
        moves.set(row.id, own);
        return row.name;
      }}
    </OrderedRows>,
  );
  expect(moves.get("price")?.onUp).toBeNull();
  expect(moves.get("budget")?.onDown).toBeNull();
  moves.get("price")?.onDown?.();
  moves.get("budget")?.onUp?.();
  expect(orders).toEqual([
    ["time", "price", "budget"],
    ["price", "budget", "time"],
  ]);
});

test("archived rows have a button for those who may restore them, and no head where there are none", () => {
  const shown = (more: { rows?: typeof rows; may?: boolean }) =>
    markupOf(
      <ArchivedRows
        title="Archived loss reasons"
        note="Opportunities keep them"
        rows={more.rows ?? rows}
        onRestore={more.may ? () => null : null}
      />,
    );
  expect(shown({ may: true })).toContain('aria-label="Restore Price"');
  expect(shown({})).toContain("Budget");
  expect(shown({})).not.toContain("Restore");
  expect(shown({ rows: [], may: true })).toBe("");
});
