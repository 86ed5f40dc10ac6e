import { expect, test } from "vitest";
import { drawable } from "./picture-text";

test("letters of the font stay, anything else is left out, and long names are cut", () => {
  expect(drawable("Halden  Systems AG – Zürich")).toBe("Halden Systems AG – Zürich");
  expect(drawable("Rocket 🚀 Inc")).toBe("Rocket Inc");
  expect(drawable("株式会社")).toBeNull();
  expect(drawable("…")).toBeNull();
  expect(drawable("a".repeat(200))).toHaveLength(70);
});
