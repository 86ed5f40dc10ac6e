import { expect, test } from "vitest";
import { planKeys, versionOf } from "@/lib/plans";
import { inviteeText, nameFromMail, problemWords, readInvitees, type SeatPlan, seatFacts } from "./rules";

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

const offers = versionOf(null).plans;
const plans = planKeys.map((plan) => ({ plan, ...offers[plan] }));
const at = { locale: "en-US", currency: "USD" };
const seats = { used: 2, most: 5, paid: null, invited: 1, waiting: 0 };
const trial: SeatPlan = { plan: "trial", interval: null, currency: "USD", seats, plans };

test("within the seats: how many there are, and what a larger plan costs", () => {
  expect(seatFacts(trial, 2, at)).toEqual({
    now: "5 seats: 2 in use, 1 invited, 2 free.",
    beyond: null,
    more: "Professional has up to 25 seats, each for $29 a month.",
  });
});

test("beyond the seats: how many wait, behind those who wait already", () => {
  expect(seatFacts(trial, 5, at).beyond).toBe(
    "3 of them find no free seat: their invitations wait, and are sent in this order as soon as seats are free.",
  );
  const full = { ...trial, seats: { ...seats, used: 4, waiting: 3 } };
  expect(seatFacts(full, 2, at)).toMatchObject({
    now: "5 seats: 4 in use, 1 invited, 3 waiting, 0 free.",
    beyond: expect.stringMatching(/^No seat is free for these people: their invitations wait/),
  });
  expect(seatFacts(full, 1, at).beyond).toBe(
    "No seat is free for this person: the invitation waits, and is sent as soon as one is.",
  );
});

test("a plan whose seats are bought adds a price for each who joins, in its interval, and Enterprise has no limit", () => {
  const paid: SeatPlan = {
    ...trial,
    ...{ plan: "professional", interval: "year", seats: { used: 12, most: 25, paid: 15, invited: 0, waiting: 0 } },
  };
  expect(seatFacts(paid, 3, at)).toEqual({
    now: "25 seats, 15 bought: 12 in use, 13 free.",
    beyond: null,
    more: "Each member who joins beyond the seats bought adds $290 a year.",
  });
  expect(seatFacts(paid, 14, at).more).toBe("Enterprise has any number of seats, each for $590 a year.");
  const large = { ...paid, plan: "enterprise", seats: { ...paid.seats, most: null } };
  expect(seatFacts(large, 100, at)).toMatchObject({ now: "No limit of seats, 15 bought: 12 in use.", beyond: null });
});
