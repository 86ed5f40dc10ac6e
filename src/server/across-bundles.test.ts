import { expect, test, vi } from "vitest";

/** The module twice, as two bundles load it. */
async function twice<T>(load: () => Promise<T>): Promise<[T, T]> {
  const first = await load();
  vi.resetModules();
  return [first, await load()];
}

test("an error of another copy of the module is what it is, and keeps its code", async () => {
  const [first, second] = await twice(() => import("./errors"));
  const error = first.notFound("view");
  expect(first.AppError).not.toBe(second.AppError);
  expect([error instanceof second.AppError, error instanceof second.Overload]).toEqual([true, false]);
  expect(second.toAppError(error, "reference")).toBe(error);
});

test("so are errors of the classes that extend it, which remain apart", async () => {
  const [first, second] = await twice(() => import("./errors"));
  const error = new first.WrongMethod("PUT", ["GET"]);
  const others = [second.AppError, second.WrongMethod, second.TooLarge, second.Overload];
  expect(others.map((one) => error instanceof one)).toEqual([true, true, false, false]);
  expect([new Error("other"), null, "text", {}].map((one) => (one as unknown) instanceof second.AppError)).toEqual(
    Array.from({ length: 4 }, () => false),
  );
});

test("a transaction of one copy runs again when another asks for it", async () => {
  const [first, second] = await twice(() => import("./execute"));
  expect(new first.Retry() instanceof second.Retry).toBe(true);
});
