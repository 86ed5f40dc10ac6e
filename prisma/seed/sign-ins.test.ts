import { expect, test } from "vitest";
import { signInsOf } from "./sign-ins";

const named = (...names: string[]) => names.map((name, place) => ({ id: `${place}`, name }));
const host = "techcorp.example";

test("people of the files sign in under an address of their own, but for the last few", () => {
  expect(signInsOf(named("Ann Field", "Zoë O'Neill", "Bob Hill"), { host, staying: 1 })).toEqual([
    { id: "0", name: "Ann Field", email: "ann.field@techcorp.example" },
    { id: "1", name: "Zoë O'Neill", email: "zoe.oneill@techcorp.example" },
  ]);
});

test("two people never share an address, and where all stay, nobody signs in", () => {
  expect(signInsOf(named("Zoë Hill", "Zoe Hill"), { host, staying: 0 })).toHaveLength(1);
  expect(signInsOf(named("Ann Field"), { host, staying: 3 })).toEqual([]);
});
