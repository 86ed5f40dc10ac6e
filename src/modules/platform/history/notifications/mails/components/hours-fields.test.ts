import { expect, test } from "vitest";
import { fieldsOf, type HoursFields, hoursForm } from "./hours-fields";

const hours = { timeZone: null, quiet: true, days: [1, 2, 3], fromMinute: 540, untilMinute: 1020 };

test("hours come out of the form as they went in", () => {
  expect(hoursForm.parse(fieldsOf(hours))).toEqual(hours);
  expect(hoursForm.parse({ ...fieldsOf(hours), when: "always", untilMinute: "1440" })).toEqual({
    ...hours,
    quiet: false,
    untilMinute: 1440,
  });
});

test.each<[string, Partial<HoursFields>, string]>([
  ["untilMinute", { fromMinute: "1020" }, "The end of the working day must be after its start."],
  ["days", { days: [] }, "Choose at least one day; otherwise e-mails would never be sent."],
])("what is wrong with %s is said at its field", (field, wrong, message) => {
  const refused = hoursForm.safeParse({ ...fieldsOf(hours), ...wrong });
  expect(refused.error?.issues.map(({ path, message }) => [path.join("."), message])).toEqual([[field, message]]);
});
