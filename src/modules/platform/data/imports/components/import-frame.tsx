"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { PageHeader } from "@/components/layout/page-header";
import { WizardFoot } from "@/components/layout/wizard-foot";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button, type ButtonProps } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { WizardSteps, WizardStepsPhone } from "@/components/ui/wizard-steps";
import { stepIds, type WizardStep, wizardSteps } from "./wizard-step";

export interface FootButton extends Pick<ButtonProps, "variant" | "icon" | "busy" | "disabled"> {
  label: string;
  /** False where there is nothing for it to do. */
  when?: boolean;
  deskOnly?: boolean;
  onClick?: () => void;
  /** The page that it leads to. */
  href?: string;
}

/** The sentence at the foot: its numbers, then the rest of it; a phone has room for less. */
interface FootCounts {
  numbers?: ReactNode;
  muted?: string;
  phone?: ReactNode;
}

export interface Foot {
  counts: FootCounts;
  buttons: readonly FootButton[];
}

/** A sentence that counts nothing. */
export const onlyMuted = (text: string): FootCounts => ({
  muted: text,
  phone: <span className="text-muted">{text}</span>,
});

interface Frame {
  title: string;
  step: WizardStep;
  /** The address of another step: phones have a way to the step before in the head. */
  addressOf?: ((step: WizardStep) => string) | undefined;
  /** Whether the server has the last change: "Saved". */
  saved?: ReactNode;
  foot?: Foot & { dialogs?: ReactNode };
  children: ReactNode;
}

/** Head with the steps, the content, and the foot with the way on. */
export function ImportFrame({ title, step, addressOf, saved, foot, children }: Frame) {
  const { href } = useWorkspace();
  const history = href("/settings/imports");
  const before = wizardSteps[stepIds.indexOf(step) - 1];
  const phoneBack = before && addressOf && { label: `the step ${before.label}`, href: addressOf(before.id) };
  return (
    <>
      <PageHeader
        breadcrumb={[{ label: "Import history", href: history }]}
        title={title}
        middle={<WizardSteps steps={wizardSteps} current={step} />}
        phoneBack={phoneBack}
        phoneActions={<Close href={history} />}
      >
        <span role="status" className="w-14 text-right text-faint text-sm">
          {saved}
        </span>
        <Close href={history} />
      </PageHeader>
      <WizardStepsPhone steps={wizardSteps} current={step} />
      <div className="flex min-h-0 flex-1 flex-col hairline-t phone:shadow-none">{children}</div>
      {foot ? (
        <WizardFoot counts={<CountsLine {...foot.counts} />}>
          {foot.buttons.map((button) => (
            <FootAct key={button.label} {...button} />
          ))}
        </WizardFoot>
      ) : null}
      {foot?.dialogs}
    </>
  );
}

function CountsLine({ numbers, muted, phone }: FootCounts) {
  return (
    <>
      <span className="desk:hidden">{phone}</span>
      <span className="phone:hidden">
        {numbers}
        <span className="text-muted">{muted}</span>
      </span>
    </>
  );
}

function FootAct({ label, when = true, deskOnly, href, ...button }: FootButton) {
  if (!when) return null;
  const className = deskOnly ? "phone:hidden" : "";
  if (href)
    return (
      <Button asChild className={className} {...button}>
        <Link href={href}>{label}</Link>
      </Button>
    );
  return (
    <Button className={className} {...button}>
      {label}
    </Button>
  );
}

function Close({ href }: { href: string }) {
  return (
    <Button asChild variant="ghost" className="w-control px-0 [&_svg]:size-4 phone:[&_svg]:size-5">
      <Link href={href} aria-label="Close and go to the import history">
        <X aria-hidden />
      </Link>
    </Button>
  );
}
