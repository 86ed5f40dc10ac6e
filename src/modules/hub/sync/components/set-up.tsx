"use client";

import { useState } from "react";
import { WizardFoot } from "@/components/layout/wizard-foot";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { WizardStepsPhone } from "@/components/ui/wizard-steps";
import { useSyncActs } from "../client";
import { FieldsOfObjects } from "./fields";
import { RecordsStep } from "./records-step";
import { RehearseStep } from "./rehearse-step";
import { StartDialog } from "./start-dialog";
import { rehearsalOf, rehearsalState, setUpSteps, sumOf } from "./sync-counts";
import type { SyncProps } from "./sync-screen";
import { useSetUpStep } from "./use-set-up-step";

/** The steps before the first sync: what goes which way, by which fields, and what would happen. */
export function SetUp({ connected, objects }: SyncProps) {
  const [step, setStep] = useSetUpStep(objects);
  const phone = <WizardStepsPhone steps={setUpSteps} current={step} />;
  if (step === "fields")
    return (
      <>
        {phone}
        <FieldsOfObjects
          connected={connected}
          objects={objects}
          foot={
            <>
              <Button onClick={() => setStep("records")}>Back</Button>
              <Button variant="primary" onClick={() => setStep("rehearse")}>
                Continue
              </Button>
            </>
          }
        />
      </>
    );
  if (step === "records")
    return (
      <>
        {phone}
        <RecordsStep connected={connected} objects={objects} />
        <WizardFoot counts={<span className="text-muted">Choices are saved at once. Nothing is written yet.</span>}>
          <Button variant="primary" onClick={() => setStep("fields")}>
            Continue
          </Button>
        </WizardFoot>
      </>
    );
  return (
    <>
      {phone}
      <RehearseStep connected={connected} objects={objects} />
      <RehearseFoot connected={connected} objects={objects} onBack={() => setStep("fields")} />
    </>
  );
}

function RehearseFoot({ connected, objects, onBack }: SyncProps & { onBack(): void }) {
  const { can } = useWorkspace();
  const { rehearse } = useSyncActs();
  const [isStarting, setIsStarting] = useState(false);
  const state = rehearsalState(objects);
  const isReady = state === "ready";
  const may = can("connection:manage");
  return (
    <WizardFoot counts={<FootWords connected={connected} objects={objects} />}>
      <Button className="phone:hidden" onClick={onBack}>
        Back
      </Button>
      {may ? (
        <Button
          className={isReady ? "phone:hidden" : undefined}
          variant={isReady ? "secondary" : "primary"}
          busy={rehearse.isPending || state === "running"}
          onClick={() => rehearse.mutate({ connectionId: connected.id })}
        >
          {state === "none" || state === "running" ? "Rehearse" : "Rehearse again"}
        </Button>
      ) : null}
      {may && isReady ? (
        <Button variant="primary" onClick={() => setIsStarting(true)}>
          Start sync
        </Button>
      ) : null}
      <StartDialog {...{ connected, objects }} open={isStarting} onOpenChange={setIsStarting} />
    </WizardFoot>
  );
}

function FootWords({ connected: { label }, objects }: SyncProps) {
  const { locale } = useWorkspace();
  const state = rehearsalState(objects);
  if (state !== "ready")
    return (
      <span className="text-muted">
        {state === "stale" ? "The counts are from before. Rehearse again before you start." : "Nothing is written yet."}
      </span>
    );
  const sum = sumOf(objects.map(rehearsalOf));
  const number = (count: number) => <span className="text-text">{count.toLocaleString(locale)}</span>;
  return (
    <span className="text-muted">
      <span className="phone:hidden">Create</span> {number(sum.createdHere)} here
      <span className="phone:hidden"> and</span>
      <span className="desk:hidden">,</span> {number(sum.createdThere)} <span className="desk:hidden">there</span>
      <span className="phone:hidden">in {label}</span>
      <span className="phone:hidden">
        , link {number(sum.linked)}, update {number(sum.updatedHere + sum.updatedThere)}.{" "}
        {sum.problems > 0 ? <>{number(sum.problems)} wait for you and stop nothing.</> : null}
      </span>
    </span>
  );
}
