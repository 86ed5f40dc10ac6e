"use client";

import { parseAsStringLiteral, useQueryState } from "nuqs";
import type { SyncObject } from "../schema";
import { type ChosenStep, chosenSteps, stepToGoOn } from "./sync-counts";

/** The step of the set-up in the address; without one the step with which somebody goes on. */
export function useSetUpStep(objects: readonly SyncObject[]): [ChosenStep, (step: ChosenStep) => void] {
  const [step, setStep] = useQueryState("step", parseAsStringLiteral(chosenSteps));
  return [step ?? stepToGoOn(objects), (next) => void setStep(next)];
}
