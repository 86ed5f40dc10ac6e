import { expect, it } from "vitest";
import { parseSourceTree } from "@/test/structure/source-tree";
import { budgetOf, grownSince } from "./budget";
import { reachedFrom } from "./reach";

const page = "(app)/things";
const texts = {
  "src/app/layout.tsx": 'import { Frame } from "@/components/frame";\nexport default Frame;',
  "src/app/(app)/things/page.tsx":
    'import { List } from "./list";\nimport { rows } from "@/server/rows";\nexport default List;',
  "src/app/(app)/things/list.tsx":
    '"use client";\nimport { Row } from "@/components/row";\nimport type { Form } from "@/components/form";\nconst load = () => import("@/components/form");',
  "src/components/frame.tsx": '"use client";\nexport const Frame = 1;',
  "src/components/row.tsx": 'import { z } from "zod";\nexport const Row = z;',
  "src/components/form.tsx": 'import "react-hook-form";\nexport const Form = 1;',
  "src/server/rows.ts": 'import "pg";\nexport const rows = 1;',
};

it("follows the imports of a page and its layouts as far as a browser loads them at once", () => {
  const found = reachedFrom(parseSourceTree(texts), page);
  expect([...found.keys()].sort()).toEqual([
    "src/app/(app)/things/list.tsx",
    "src/components/frame.tsx",
    "src/components/row.tsx",
    "zod",
  ]);
  const list = ["src/app/(app)/things/page.tsx", "src/app/(app)/things/list.tsx"];
  expect(found.get("zod")).toEqual({ bytes: null, chain: [...list, "src/components/row.tsx", "zod"] });
});

it("names what is new or larger, packages first, with the imports that lead to it", () => {
  const now = reachedFrom(parseSourceTree(texts), page);
  const known = Object.fromEntries([...now].map(([name, { bytes }]) => [name, bytes ?? 0]));
  expect(grownSince(known, now)).toEqual([]);
  const { zod: _zod, "src/components/row.tsx": size = 0, ...others } = known;
  const lines = grownSince({ ...others, "src/components/row.tsx": size - 10 }, now);
  const way = "src/app/(app)/things/page.tsx → src/app/(app)/things/list.tsx → src/components/row.tsx";
  expect(lines).toEqual([
    `  zod: a package, by ${way} → zod`,
    `  src/components/row.tsx: 10 bytes of source, by ${way}`,
  ]);
});

it("allows a hundredth more than recorded, and never more than the most", () => {
  expect(budgetOf(200_000, 370_000)).toBe(202_000);
  expect(budgetOf(369_000, 370_000)).toBe(370_000);
  expect(budgetOf(0, 370_000)).toBe(0);
});
