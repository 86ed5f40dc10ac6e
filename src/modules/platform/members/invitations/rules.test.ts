import { expect, test } from "vitest";
import { nameFromMail, readInvitees } from "./rules";

test("reads what people paste from mail programs, tables and chats", () => {
  const text = `Ana Ruiz <ana@halden.example>, "Ode, Ben" <ben@halden.example>; mailto:cy@halden.example
dee@halden.example\teve@halden.example
fay@halden.example gus@halden.example
ANA@halden.example, nobody, `;
  expect(readInvitees(text)).toEqual({
    invitees: [
      { email: "ana@halden.example", name: "Ana Ruiz" },
      { email: "ben@halden.example", name: "Ode, Ben" },
      { email: "cy@halden.example" },
      { email: "dee@halden.example" },
      { email: "eve@halden.example" },
      { email: "fay@halden.example" },
      { email: "gus@halden.example" },
    ],
    problems: ["“nobody” is not a mail address."],
  });
});

test.each([
  ["jane.doe@x.example", "Jane Doe"],
  ["sales+eu@x.example", "Sales"],
  ["_@x.example", "_@x.example"],
])("%s becomes %s", (email, name) => expect(nameFromMail(email)).toBe(name));
