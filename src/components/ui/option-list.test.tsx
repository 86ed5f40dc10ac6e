// @vitest-environment happy-dom
import { act } from "react";
import { expect, test, vi } from "vitest";
import { mounted } from "@/test/mounted";
import { OptionList } from "./option-list";

const all = ["Alder Ports", "Lynch Corp", "Lynch Group"].map((label) => ({ value: label, label }));
const search = async (text: string) => all.filter(({ label }) => label.toLowerCase().includes(text.toLowerCase()));
const later = () => act(() => vi.advanceTimersByTimeAsync(500));

test("the first option that is found is marked while somebody types, and Enter takes it", async () => {
  vi.useFakeTimers();
  const picked: string[] = [];
  const list = <OptionList label="Find" search={search} onPick={({ label }) => picked.push(label)} />;
  const page = await mounted(list);
  await later();
  const box = page.querySelector("input") as HTMLInputElement;
  const setText = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set;
  for (let typed = 1; typed <= "lynch g".length; typed++) {
    setText?.call(box, "lynch g".slice(0, typed));
    await act(async () => box.dispatchEvent(new Event("input", { bubbles: true })));
  }
  await later();
  await act(async () => box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true })));
  expect(picked).toEqual(["Lynch Group"]);
  vi.useRealTimers();
});
