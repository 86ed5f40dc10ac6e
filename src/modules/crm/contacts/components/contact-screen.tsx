"use client";

import type { SharedPart } from "@/lib/nouns/similar";
import type { BoardQuestionProps } from "@/modules/platform/records/components/noun-own";
import type { RecordParts } from "@/modules/platform/records/components/noun-record";
import { screenOf } from "@/modules/platform/records/components/noun-screen";
import { SimilarRecords } from "@/modules/platform/records/components/noun-similar";
import { type Contact, contacts } from "../fields";
import { isBackward, type LifecycleStage } from "../lifecycle/schema";
import { type Channel, mayContact } from "../rules";
import { LifecycleLine } from "./lifecycle-line";
import { MoveBackDialog } from "./move-back-dialog";

/** The reason why a contact may not be reached in this way; null where it may. */
function refusalOf(contact: Contact, channel: Channel): string | null {
  const answer = mayContact(contact, channel);
  return answer.may ? null : answer.reason;
}

/** A hint in the form for a new contact; a record that is there has none. */
const Similar = ({ id, ...given }: { id: string | undefined; text: string; shared: SharedPart }) =>
  id ? null : <SimilarRecords entity="contact" {...given} />;

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
      notes: {
        lastName: ({ value, id, held }) => (
          <Similar id={id} shared="name" text={`${held?.("firstName") ?? ""} ${value ?? ""}`} />
        ),
        emails: ({ value, id }) => <Similar id={id} shared="email" text={value?.[0]?.value ?? ""} />,
        phones: ({ value, id }) => <Similar id={id} shared="phone" text={value?.[0]?.value ?? ""} />,
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
    parts: (contact) => ({ figures: <LifecycleLine contact={contact} />, ...parts(contact) }),
  });
