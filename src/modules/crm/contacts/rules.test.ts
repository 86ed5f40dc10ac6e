import { expect, test } from "vitest";
import { unseenRecord } from "@/lib/unseen-record";
import { fullName, mayContact, nameParts, placeText } from "./rules";

test.each([
  ["Ann", "Ann", null],
  ["Ann Field", "Ann", "Field"],
  ["  Maria  da Silva ", "Maria", "da Silva"],
  ["Field, Ann", "Ann", "Field"],
  ["", null, null],
])("the parts of %j", (text, firstName, lastName) => {
  expect(nameParts(text)).toEqual({ firstName, lastName });
});

test("a name is that of the parts, else the first address", () => {
  expect(fullName("Ann", null, null)).toBe("Ann");
  expect(fullName(" ", "", [{ value: "a@x.example" }, { value: "b@x.example" }])).toBe("a@x.example");
  expect(fullName(null, null, [])).toBe("");
});

const phone = { value: "+13125550142", type: "mobile", display: "+1 312 555 0142", valid: true } as const;
const reachable = {
  doNotEmail: false,
  doNotCall: false,
  emails: [{ value: "a@x.example", type: "work" }] as const,
  phones: [phone],
};

test("a contact may be reached where nothing forbids it, and there is a way", () => {
  expect(mayContact(reachable, "email")).toEqual({ may: true });
  expect(mayContact(reachable, "sms")).toEqual({ may: true });
  expect(mayContact({ ...reachable, doNotEmail: true }, "email")).toEqual({ may: false, reason: "Do not e-mail" });
  expect(mayContact({ ...reachable, doNotCall: true }, "phone")).toEqual({ may: false, reason: "Do not call" });
  expect(mayContact({ ...reachable, emails: null }, "email")).toMatchObject({ may: false });
  expect(mayContact({ ...reachable, phones: [{ ...phone, valid: false }] }, "phone")).toMatchObject({ may: false });
});

test("a line says where a contact works, else how it is reached", () => {
  const [account, emails] = [{ id: "1", name: "Alder Ports" }, [{ value: "ann@alder.example" }]];
  expect(placeText({ jobTitle: "Buyer", account, emails })).toBe("Buyer at Alder Ports");
  expect(placeText({ jobTitle: "Buyer", account: null, emails })).toBe("Buyer");
  expect(placeText({ jobTitle: null, account, emails })).toBe("Alder Ports");
  expect(placeText({ jobTitle: null, account: null, emails })).toBe("ann@alder.example");
  expect(placeText({ jobTitle: null, account: null, emails: null })).toBeNull();
  const unseen = { id: null, name: unseenRecord };
  expect(placeText({ jobTitle: "Buyer", account: unseen, emails })).toBe("Buyer");
  expect(placeText({ jobTitle: null, account: unseen, emails })).toBe("ann@alder.example");
});
