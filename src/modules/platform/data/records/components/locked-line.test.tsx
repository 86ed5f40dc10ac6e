import { expect, test } from "vitest";
import { nouns } from "@/lib/nouns/all";
import { joinedText } from "@/test/part";
import { LockedLine } from "./locked-line";

const owner = { id: "olive", name: "Olive Owner" };
const lineOf = (mayEdit: boolean) =>
  joinedText(<LockedLine noun={{ entity: "account", head: nouns.account }} record={{ mayEdit, owner } as never} />);

test("a record says at its top that its reader may not change it, and nothing to one who may", () => {
  expect(lineOf(false)).toBe(
    "You can read this account but not change it. The role Member does not allow it. Ask an owner or admin of the workspace.",
  );
  expect(lineOf(true)).toBe("");
});
