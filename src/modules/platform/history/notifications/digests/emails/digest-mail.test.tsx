import { expect, test } from "vitest";
import { joinedText } from "@/test/part";
import { DigestMail } from "./digest-mail";

test("a workspace whose name ends with a full stop makes no second one, and no time of day is promised", () => {
  const at = "https://app.example";
  const words = { name: "Ann", day: "Fri, Nov 27", summary: "2 due today", sections: [] };
  const mail = <DigestMail {...words} workspace="Halden Inc." today={at} settings={at} unsubscribe={at} />;
  expect(joinedText(mail)).toContain("Halden Inc. sends you this e-mail on the days on which you work.");
});
