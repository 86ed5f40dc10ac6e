import { expect, test } from "vitest";
import { checkedDoc } from "@/lib/rich-text/check";
import { demoTexts } from "./texts";

test("the texts of the demo are documents of the schema", () => {
  for (const doc of Object.values(demoTexts).flat()) expect(checkedDoc(doc)).toEqual(doc);
});
