"use client";

import type { ReactNode } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { z } from "zod";
import { useListLocale } from "@/components/data-table/list-locale";
import { SelectField } from "@/components/form/choice-field";
import { TextareaField } from "@/components/form/text-field";
import { Button } from "@/components/ui/button";
import { counted } from "@/lib/counted";
import type { Role } from "@/lib/role-rows";
import { roleLabels } from "../../catalog";
import { givenRole } from "../../schema";
import { inviteeText, problemWords, readInvitees } from "../rules";
import { SeatsNote } from "./seats-note";

/** Pasted text and one role; the text is parsed into a list of people. */
export const inviteForm = z
  .object({ people: z.string().max(20_000), role: givenRole })
  .transform(({ people, role }, context) => {
    const { invitees, problems } = readInvitees(people);
    const refuse = (message: string) => context.addIssue({ code: "custom", path: ["people"], message });
    if (problems.length > 0) refuse(problemWords(problems));
    else if (invitees.length === 0) refuse("Enter at least one e-mail address.");
    else if (invitees.length > 100) refuse("Invite at most 100 people at once.");
    return { invitees, role };
  });
type Fields = z.input<typeof inviteForm>;

const notes: Record<Exclude<Role, "owner">, string> = {
  admin: "can do everything except manage owners",
  manager: "can edit their teams' records",
  member: "can edit their own records",
  viewer: "can only view records",
  guest: "sees only projects that are shared",
};

/** Roles that an invitation can give, with explanations. */
export const givenRoleOptions = givenRole.options.map((value) => ({
  value,
  label: roleLabels[value],
  note: notes[value],
}));

const person = { one: "person", many: "people" };

/** Any number of e-mail addresses, and their role; `buy` says how one gets more seats. */
export function InviteFields({ rows = 4, buy }: { rows?: number; buy: ReactNode }) {
  const { locale } = useListLocale();
  const { control, formState, setValue } = useFormContext<Fields>();
  const people = useWatch({ control, name: "people" });
  const { invitees, problems } = readInvitees(people);
  const count = invitees.length;
  const mayLeaveOut = formState.isSubmitted && problems.length > 0 && count > 0;
  return (
    <>
      <TextareaField<Fields>
        name="people"
        label="E-mail addresses"
        rows={rows}
        placeholder="ana@company.com, Ben Ode <ben@company.com>"
        hint={
          count > 0 ? counted(count, person, locale) : "Paste any number of addresses, separated by commas or lines."
        }
      />
      {mayLeaveOut ? (
        <Button
          className="self-start"
          busy={formState.isSubmitting}
          onClick={({ currentTarget }) => {
            setValue("people", inviteeText(invitees));
            // A submit button that its own click removes would submit nothing.
            currentTarget.form?.requestSubmit();
          }}
        >
          Invite the other {counted(count, person, locale)}
        </Button>
      ) : null}
      <SelectField<Fields> name="role" label="Role" options={givenRoleOptions} />
      <SeatsNote invitees={count} buy={buy} />
    </>
  );
}
