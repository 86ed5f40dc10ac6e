import { useEffect, useRef, useState } from "react";
import type { Option } from "./option-list";
import { useStable } from "./use-stable";

/** Makes an option of a typed text that no option has. */
export type MakeOption = (text: string) => Promise<Option>;

/**
 * Offers to make an option of a typed text, one at a time. `problem` says why the last one was refused. One that is made
 * after its list was left is there to be picked, and changes nothing by itself.
 */
export function useOptionMaker(make: MakeOption | undefined, onMade: (option: Option) => void) {
  const [problem, setProblem] = useState<string | null>(null);
  const making = useRef<object | null>(null);
  const made = useStable(onMade);
  // The server, whose answer may come after the list went away.
  useEffect(
    () => () => {
      making.current = null;
    },
    [],
  );
  async function create(text: string): Promise<void> {
    if (!make || making.current) return;
    const mine = {};
    making.current = mine;
    const isWanted = () => making.current === mine;
    setProblem(null);
    try {
      const option = await make(text);
      if (isWanted()) made(option);
    } catch (error) {
      if (isWanted()) setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      if (isWanted()) making.current = null;
    }
  }
  const offer = make
    ? { onCreate: (text: string) => void create(text), createLabel: (text: string) => `Create “${text}”` }
    : {};
  const forget = () => setProblem(null);
  /** The list is closed or opened. */
  function leave(): void {
    making.current = null;
    forget();
  }
  return { offer, problem, forget, leave };
}
