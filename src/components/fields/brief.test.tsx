import { expect, test } from "vitest";
import { field } from "@/lib/fields/build";
import { partsOf } from "./kinds";

const at = { locale: "en-US" } as never;

test("a number below a record's name says what it counts", () => {
  const staff = field.integer({ label: "Staff", unit: { one: "employee", many: "employees" } });
  expect(partsOf(staff).brief?.(1200, staff, at)).toBe("1,200 employees");
  expect(partsOf(staff).brief?.(1, staff, at)).toBe("1 employee");
  const size = field.integer({ label: "Size" });
  expect(partsOf(size).brief?.(1200, size, at)).toBe("1,200");
});

test("an address below a record's name is its country", () => {
  const office = field.address({ label: "Office" });
  expect(partsOf(office).brief?.({ city: "Bern", country: "Switzerland" }, office, at)).toBe("Switzerland");
  expect(partsOf(office).brief?.({ city: "Bern" }, office, at)).toBeNull();
});
