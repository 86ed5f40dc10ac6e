import { createElement } from "react";
import { render } from "react-email";
import { expect, test } from "vitest";
import { NotificationMail, type NotificationMailProps } from "./emails/notification-mail";
import { nextAttempt, subjectOf } from "./rules";

test("a mail is tried again later and later, and then no more", () => {
  const now = new Date("2026-03-02T10:00:00Z");
  const waits = [1, 2, 3, 4, 5, 6].map((attempts) => nextAttempt(attempts, now)?.toISOString().slice(11, 16) ?? null);
  expect(waits).toEqual(["10:01", "10:05", "10:15", "11:00", "13:00", null]);
});

test.each([
  ["Ana assigned Bridge to you", 1, "Ana assigned Bridge to you"],
  ["Ana assigned Bridge to you", 3, "Ana assigned Bridge to you, and 2 more"],
  ["Ana\r\nBcc: x@y.example assigned \u0000Bridge", 1, "Ana Bcc: x@y.example assigned Bridge"],
])("the subject of %j and %i", (first, count, subject) => expect(subjectOf(first, count)).toBe(subject));

test("a long subject is cut, and still says how many", () => {
  const subject = subjectOf("x".repeat(400), 12);
  expect(subject).toMatch(/^x+…, and 11 more$/);
  expect(subject).toHaveLength(160);
});

const mail: NotificationMailProps = {
  name: "Bo <b>",
  workspace: "Northwind",
  lines: [
    {
      words: [
        { text: "Ana Ruiz", as: "who" },
        { text: " assigned " },
        { text: "Bridge & Co", as: "record" },
        { text: " to you" },
      ],
      href: "https://crm.example/northwind/opportunities/1",
      note: "Mar 2, 2026, 9:15 AM",
      detail: null,
      why: {
        text: "You own this opportunity",
        acts: [{ label: "Mute this opportunity", href: "https://crm.example/unsubscribe?record=r&act=mute" }],
      },
    },
    {
      words: [{ text: "Cy Lau", as: "who" }, { text: " accepted your invitation" }],
      href: "https://crm.example/northwind/settings/members",
      note: "Mar 2, 2026, 9:16 AM",
      detail: null,
      why: null,
    },
  ],
  more: 3,
  action: { label: "Open the inbox", href: "https://crm.example/northwind/inbox" },
  settings: "https://crm.example/northwind/settings/notifications",
  unsubscribe: "https://crm.example/unsubscribe?token=t",
  unsubscribeFrom: [
    { label: "Opportunity assigned to me", href: "https://crm.example/unsubscribe?token=t&type=opportunityAssigned" },
  ],
};

test("both parts of a mail hold every sentence and every link, and no markup of what people typed", async () => {
  const body = createElement(NotificationMail, mail);
  const [html, text] = await Promise.all([render(body), render(body, { plainText: true })]);
  const links = [
    ...mail.lines.flatMap(({ href, why }) => [href, ...(why?.acts.map((act) => act.href) ?? [])]),
    mail.action.href,
    mail.settings,
    mail.unsubscribe,
    ...mail.unsubscribeFrom.map(({ href }) => href),
  ];
  for (const link of links) {
    // Ended by a space or the line: mail programs would take a full stop along.
    expect(text.split(/\s/)).toContain(link);
    expect(html).toContain(`href="${link.replaceAll("&", "&amp;")}"`);
  }
  const plain = text.replaceAll(/\s+/g, " ").replaceAll(/ https?:\S+/g, "");
  for (const words of [
    "Hello Bo <b>",
    "Ana Ruiz assigned Bridge & Co to you",
    "Cy Lau accepted your invitation",
    "And 3 more",
  ])
    expect(plain).toContain(words);
  expect(html).not.toContain("Bo <b>");
  expect(html).toContain("prefers-color-scheme: dark");
});
