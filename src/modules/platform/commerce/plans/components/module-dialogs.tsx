"use client";

import { useListLocale } from "@/components/data-table/list-locale";
import { readServerError } from "@/components/form/server-error";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { notify } from "@/components/ui/toast";
import { coreLicence, type LicenceKey } from "@/lib/licences";
import { formatMoney } from "@/lib/money";
import { trialDays } from "@/lib/plans";
import { useSetModule, useTryModule } from "../client";
import { type ModuleAct, moduleActs, usedText } from "../rules";
import type { PlanModuleRow, PlanOverview } from "../schema";
import { LimitList } from "./limit-list";
import { ModuleState } from "./module-state";

export const actWords: Readonly<Record<ModuleAct, string>> = {
  buy: "Switch on",
  try: `Try ${trialDays} days`,
  on: "Switch on",
  off: "Switch off",
  drop: "Remove from the plan",
};

/** The module of an open dialog, and its act; "look" only shows the module. */
export interface ModuleStep {
  module: LicenceKey;
  act: ModuleAct | "look";
}

interface DialogsProps {
  plan: PlanOverview;
  step: ModuleStep | null;
  may: { switches: boolean; buys: boolean };
  onStep: (step: ModuleStep | null) => void;
}

/** The dialogs of the modules table. */
export function ModuleDialogs({ plan, step, may, onStep }: DialogsProps) {
  const row = plan.modules.find(({ module }) => module === step?.module);
  if (!step || !row) return null;
  const close = (open: boolean) => {
    if (!open) onStep(null);
  };
  if (step.act === "look")
    return (
      <Dialog open onOpenChange={close}>
        <LookContent row={row} plan={plan} may={may} onAct={(act) => onStep({ module: row.module, act })} />
      </Dialog>
    );
  return <ActDialog key={`${row.module} ${step.act}`} row={row} act={step.act} onOpenChange={close} />;
}

interface LookProps extends Pick<DialogsProps, "plan" | "may"> {
  row: PlanModuleRow;
  onAct: (act: ModuleAct) => void;
}

function LookContent({ row, plan, may, onAct }: LookProps) {
  const at = useListLocale();
  const acts = moduleActs(row, may);
  const { prices } = row;
  const cost =
    row.included || !prices
      ? "It is part of the plan and costs nothing extra."
      : `It costs ${formatMoney(prices.month, plan.currency, at)} a month or ${formatMoney(prices.year, plan.currency, at)} a year in addition to the plan, before tax.`;
  return (
    <DialogContent title={row.label} description={row.purpose} closeButton>
      <DialogBody className="flex flex-col gap-3">
        <p className="flex items-center gap-2">
          <ModuleState row={row} />
        </p>
        <p>{cost}</p>
        <ModuleLimits row={row} plan={plan} />
      </DialogBody>
      {acts.length === 0 ? null : (
        <DialogFooter>
          {acts.toReversed().map((act, place) => (
            <Button
              key={act}
              variant={place === acts.length - 1 && act !== "off" ? "primary" : "secondary"}
              onClick={() => onAct(act)}
            >
              {actWords[act]}
            </Button>
          ))}
        </DialogFooter>
      )}
    </DialogContent>
  );
}

function ModuleLimits({ row, plan }: Pick<LookProps, "row" | "plan">) {
  const { locale } = useListLocale();
  if (row.module !== coreLicence)
    return row.limits.length === 0 ? null : (
      <ul className="text-muted">
        {row.limits.map((limit) => (
          <li key={limit.many}>{usedText({ ...limit, per: null }, locale)}</li>
        ))}
      </ul>
    );
  return <LimitList plan={plan} />;
}

interface ActProps {
  row: PlanModuleRow;
  act: ModuleAct;
  onOpenChange: (open: boolean) => void;
}

function ActDialog({ row, act, onOpenChange }: ActProps) {
  const set = useSetModule();
  const begin = useTryModule();
  const { module, label } = row;
  const ways: Partial<Record<ModuleAct, { title: string; text: string; done: string; run(): Promise<unknown> }>> = {
    off: {
      title: `Switch ${label} off?`,
      text: `Its pages, API and jobs are closed for all members. Its data is kept, and everything is available again when you switch it on.${row.bought ? " It stays paid for until you remove it from the plan." : ""}`,
      done: `${label} is off`,
      run: () => set.mutateAsync({ module, on: false }),
    },
    on: {
      title: `Switch ${label} on?`,
      text: "It costs nothing extra. Its pages open for all members whose role allows it, with its earlier data.",
      done: `${label} is on`,
      run: () => set.mutateAsync({ module, on: true }),
    },
    try: {
      title: `Try ${label} for ${trialDays} days?`,
      text: `The trial is free and has a tenth of the limits. After ${trialDays} days the module is switched off automatically, and its data is kept. Each module has one trial.`,
      done: `The trial of ${label} has begun`,
      run: () => begin.mutateAsync({ module }),
    },
  };
  const way = ways[act];
  if (!way) return null;
  return (
    <ConfirmDialog
      open
      onOpenChange={onOpenChange}
      title={way.title}
      description={way.text}
      action={act === "try" ? "Start trial" : actWords[act]}
      tone={act === "off" ? "danger" : "primary"}
      onConfirm={async () => {
        try {
          await way.run();
        } catch (error) {
          throw new Error(readServerError(error).message, { cause: error });
        }
        notify.success(way.done);
      }}
    />
  );
}
