"use client";

import { lazyLayer } from "@/components/ui/lazy-layer";
import type { AddressDialogProps } from "./address-dialog";
import type { DeletionDialogProps } from "./deletion-dialog";
import type { EntriesDialogProps } from "./entries-dialog";
import type { MoveBackDialog } from "./move-back-dialog";
import type { PersonDialogProps } from "./person-dialog";
import type { StepDialog } from "./step-dialog";

/** `StepDialog`, loaded with the first transition that asks for values. */
export const LazyStepDialog = lazyLayer<Parameters<typeof StepDialog>[0]>(
  () => import("./step-dialog").then((part) => part.StepDialog),
  { of: "the question", close: ({ onClose }) => onClose() },
);

/** `MoveBackDialog`, loaded with the first move back. */
export const LazyMoveBackDialog = lazyLayer<Parameters<typeof MoveBackDialog>[0]>(
  () => import("./move-back-dialog").then((part) => part.MoveBackDialog),
  { of: "the question", close: ({ onClose }) => onClose() },
);

/** `AddressDialog`, loaded with the first edit of an address. */
export const LazyAddressDialog = lazyLayer<AddressDialogProps>(
  () => import("./address-dialog").then((part) => part.AddressDialog),
  { of: "the address", close: ({ onClose }) => onClose() },
);

/** `EntriesDialog`, loaded with the first edit of e-mail addresses or numbers. */
export const LazyEntriesDialog = lazyLayer<EntriesDialogProps>(
  () => import("./entries-dialog").then((part) => part.EntriesDialog),
  { of: "the form", close: ({ onClose }) => onClose() },
);

/** `DeletionDialog`, loaded with the first question. */
export const LazyDeletionDialog = lazyLayer<DeletionDialogProps>(
  () => import("./deletion-dialog").then((part) => part.DeletionDialog),
  { of: "the question", close: ({ onOpenChange }) => onOpenChange(false) },
);

/** `PersonDialog`, loaded with the first question. */
export const LazyPersonDialog = lazyLayer<PersonDialogProps>(
  () => import("./person-dialog").then((part) => part.PersonDialog),
  { of: "the question", close: ({ onOpenChange }) => onOpenChange(false) },
);
