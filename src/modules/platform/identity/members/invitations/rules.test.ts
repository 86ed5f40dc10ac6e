import { expect, test } from "vitest";
import { inviteeText, nameFromMail, problemWords, readInvitees } from "./rules";

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
    problems: ["“nobody” is not an e-mail address."],
  });
});

test("people whom nobody can read are named, and the others can be sent without them", () => {
  const { invitees, problems } = readInvitees('"Ode, Ben" <ben@halden.example>, ana@halden.example\nnobody, cy@');
  expect(problemWords(problems)).toBe("“nobody” is not an e-mail address. “cy@” is not an e-mail address.");
  expect(readInvitees(inviteeText(invitees))).toEqual({ invitees, problems: [] });
  expect(problemWords(Array.from({ length: 7 }, (_, at) => `${at}.`))).toBe(
    "0. 1. 2. 3. 4. 2 other entries are no e-mail address either.",
  );
});

test.each([
  ["jane.doe@x.example", "Jane Doe"],
  ["sales+eu@x.example", "Sales"],
  ["_@x.example", "_@x.example"],
])("%s becomes %s", (email, name) => expect(nameFromMail(email)).toBe(name));
