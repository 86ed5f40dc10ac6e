"use client";

import type { Entry } from "@/lib/fields/entries";
import type { BoardQuestionProps } from "@/modules/platform/records/components/noun-own";
import type { RecordParts } from "@/modules/platform/records/components/noun-record";
import { screenOf } from "@/modules/platform/records/components/noun-screen";
import { type Contact, contacts } from "../fields";
import { isBackward, type LifecycleStage } from "../lifecycle/schema";
import { type Channel, mayContact, placeText } from "../rules";
import { ContactHead } from "./contact-head";
import { LifecycleLine } from "./lifecycle-line";
import { MoveBackDialog } from "./move-back-dialog";

/** The reason why a contact may not be reached in this way; null where it may. */
function refusalOf(contact: Contact, channel: Channel): string | null {
  const answer = mayContact(contact, channel);
  return answer.may ? null : answer.reason;
}

const firstOf = (entries: unknown): string => (entries as readonly Entry[] | null)?.[0]?.value ?? "";

/** Asked on the board before a contact goes back to an earlier stage. */
const MoveQuestion = ({ record, to, onAnswer, onClose }: BoardQuestionProps<typeof contacts.fields>) => (
  <MoveBackDialog
    name={record.name}
    from={record.lifecycle}
    to={to as LifecycleStage}
    onMove={(lifecycleReason) => onAnswer({ lifecycleReason })}
    onClose={onClose}
  />
);

/** Contacts, with the line of their lifecycle; `parts` draws what stands around their own fields. */
export const contactScreen = (parts: (contact: Contact) => RecordParts) =>
  screenOf(contacts, {
    own: {
      columns: { jobTitle: { phoneCell: (row) => placeText(row as unknown as Contact) } },
      similar: {
        after: "phones",
        texts: (held) => ({
          email: firstOf(held("emails")),
          phone: firstOf(held("phones")),
          name: `${held("firstName") ?? ""} ${held("lastName") ?? ""}`,
        }),
      },
      refusals: {
        emails: (contact) => refusalOf(contact, "email"),
        phones: (contact) => refusalOf(contact, "phone"),
      },
      boardQuestion: {
        needed: ({ lifecycle }, to) => isBackward(lifecycle, to as LifecycleStage),
        Dialog: MoveQuestion,
      },
    },
    parts: (contact) => {
      const { figures, ...others } = parts(contact);
      return {
        head: <ContactHead contact={contact} />,
        figures: (
          <>
            <LifecycleLine contact={contact} />
            {figures}
          </>
        ),
        ...others,
      };
    },
  });
