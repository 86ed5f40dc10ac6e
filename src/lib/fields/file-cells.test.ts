import { expect, test } from "vitest";
import { field } from "./build";
import { makeField } from "./field";
import { fileColumns } from "./file-cells";

const row = (fields: Parameters<typeof fileColumns>[0], record: object) =>
  Object.fromEntries(fileColumns(fields).map(({ header, cell }) => [header, cell(record)]));

test("values of every shape become text that a program reads back exactly", () => {
  const fields = {
    name: makeField("text", { label: "Name" }),
    amount: makeField("money", { label: "Amount" }),
    effort: makeField("duration", { label: "Effort" }),
    owner: makeField("member", { label: "Owner" }),
    reviewers: makeField("members", { label: "Reviewers" }),
    emails: makeField("emails", { label: "E-mails" }),
    phones: makeField("phones", { label: "Phones" }),
    kinds: field.choices({
      label: "Kinds",
      options: [
        { value: "parts", label: "Parts; labour" },
        { value: "other", label: "Other" },
      ],
    }),
    "custom.open": makeField("boolean", { label: "Open" }),
  } as unknown as Parameters<typeof fileColumns>[0];
  const record = {
    name: 'Acme, "Inc"',
    amount: { amount: -5, currency: "USD" },
    effort: 90,
    owner: { id: "1", name: "Olive" },
    reviewers: [
      { id: "1", name: "Olive", placeholder: false },
      { id: "2", name: "Pat", placeholder: true },
    ],
    emails: [
      { value: "a@test.example", type: "work" },
      { value: "b@test.example", type: "personal" },
    ],
    phones: [
      { value: "+13125550142;ext=5", type: "mobile", display: "+1 312 555 0142 ext. 5", valid: true },
      { value: "home: 12", type: "office", display: "home: 12", valid: false },
    ],
    kinds: ["parts", "other"],
    custom: { open: false },
  };
  expect(row(fields, record)).toEqual({
    Name: 'Acme, "Inc"',
    Amount: "-0.05",
    "Amount currency": "USD",
    Effort: "1h 30m",
    Owner: "Olive",
    "Owner id": "1",
    Reviewers: "Olive; Pat",
    "Reviewers ids": "1; 2",
    "E-mails": "a@test.example; personal: b@test.example",
    Phones: "mobile: +13125550142 ext. 5; office: home: 12",
    Kinds: '"Parts; labour"; Other',
    Open: "false",
  });
  expect(row(fields, { name: null, amount: { amount: 1_200, currency: "JPY" } })).toMatchObject({
    Name: "",
    Amount: "1200",
    Owner: "",
    Open: "",
  });
});
