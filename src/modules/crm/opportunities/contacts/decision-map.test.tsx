import { expect, test } from "vitest";
import { NounPartsMap } from "@/modules/platform/data/records/components/noun-parts-map";
import { markupOf } from "@/test/part";
import { contactParts } from "./fields";

const part = (name: string, role: string | null, stance: string, primary = false) => ({
  ...{ id: name, contact: { id: name === "Hidden" ? null : name, name }, role, stance, primary },
});

test("parts stand in the row and column of their choices; a row without any is a gap", () => {
  const parts = [part("Ann", "decides", "champion", true), part("Hidden", null, "against")];
  const html = markupOf(
    <NounPartsMap
      list={contactParts}
      parts={parts}
      label="Decision map"
      rows="role"
      columns="stance"
      gap={(role) => `Nobody ${role}`}
    />,
  );
  const rows = html.split("<tr").map((row) => row.replace(/<svg.*?<\/svg>|<[^>]+>|^[^>]*>/g, " ").replace(/\s+/g, " "));
  expect(rows.find((row) => row.includes("Decides"))).toMatch(/Ann .*\(champion, primary contact\)/);
  expect(rows.find((row) => row.includes("Signs"))).toContain("Nobody signs");
  expect(rows.find((row) => row.includes("No role yet"))).toMatch(/Hidden .*\(against\)/);
  expect(html.match(/href="[^"]*"/g)).toEqual(['href="/halden/contacts/Ann"']);
});
