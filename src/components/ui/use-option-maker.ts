import { useRef, useState } from "react";
import type { Option } from "./option-list";

/** Makes an option of a typed text that no option has. */
export type MakeOption = (text: string) => Promise<Option>;

/** Offers to make an option of a typed text, one at a time. `problem` says why the last one was refused. */
export function useOptionMaker(make: MakeOption | undefined, onMade: (option: Option) => void) {
  const [problem, setProblem] = useState<string | null>(null);
  const making = useRef(false);
  async function create(text: string): Promise<void> {
    if (!make || making.current) return;
    making.current = true;
    setProblem(null);
    try {
      onMade(await make(text));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      making.current = false;
    }
  }
  const offer = make
    ? { onCreate: (text: string) => void create(text), createLabel: (text: string) => `Create “${text}”` }
    : {};
  return { offer, problem, forget: () => setProblem(null) };
}
