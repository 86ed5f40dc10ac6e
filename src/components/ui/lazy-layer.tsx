"use client";

import { Dialog } from "radix-ui";
import {
  type ComponentType,
  type FunctionComponent,
  type KeyboardEvent,
  type ReactNode,
  type SyntheticEvent,
  useState,
} from "react";
import { cn } from "@/lib/cn";
import { dropTyping } from "./hold-typing";
import { type LazyCode, lazyCode } from "./lazy-code";
import { LazyPart, shownFor } from "./lazy-part";
import { openersFrom, returnFocus } from "./openers";
import { type NoticeProps, noticeAbove, noticeLine } from "./part-notice";

interface LayerLook<P> {
  /** Its name in "The form could not be loaded": "the form". */
  of: string;
  /** Closes it while it is loading or cannot be loaded. */
  close(props: P): void;
  /** Shown while it loads, in place of a notice above the page. */
  loading?: (props: P) => ReactNode;
  /** False for one without a field: keys stay those of the page. */
  takesTyping?: false;
  /** A text that somebody has typed into `loading`. It is shown if the layer cannot be loaded. */
  typed?: (props: P) => string | undefined;
}

/**
 * A part above the page, such as a dialog, whose code is loaded when it opens: when it is shown, or when its `open` is
 * true. While it is loading or cannot be loaded, keys act on its notice alone.
 */
export function lazyLayer<P extends object>(
  load: () => Promise<ComponentType<P>>,
  look: LayerLook<P>,
): FunctionComponent<P> {
  const code = lazyCode(load);
  return (props) => <LazyLayer code={code} look={look} props={props} />;
}

interface LazyLayerProps<P extends object> {
  code: LazyCode<ComponentType<P>>;
  look: LayerLook<P>;
  props: P;
}

function LazyLayer<P extends object>({ code, look, props }: LazyLayerProps<P>) {
  const open = Reflect.get(props, "open") !== false;
  const [isKept, setKept] = useState(open);
  // It stays for its closing animation, but not where it was closed before it was there.
  const keeps = open || (isKept && code.loaded() !== null);
  if (keeps !== isKept) setKept(keeps);
  if (!keeps) return null;
  const { of, loading, takesTyping = true, typed } = look;
  const onClose = () => {
    dropTyping();
    look.close(props);
    setKept(false);
  };
  // A part that is shown in its place takes the letters itself.
  const holds = takesTyping && loading === undefined;
  const given = { code, of, props, holds, onClose, loading: shownFor(loading, props), typed: typed?.(props) };
  return <LazyPart {...given} Notice={NoticeLayer} />;
}

/**
 * A notice in place of a layer, at the lower edge of the window and above all other layers. It takes the focus: keys
 * must not act on the page below.
 */
function NoticeLayer({ role, title, onClose, children }: NoticeProps) {
  return (
    <Dialog.Root open modal={false} onOpenChange={() => onClose?.()}>
      <Dialog.Portal>
        <Dialog.Content
          ref={returnsFocus}
          data-part-notice=""
          aria-describedby={undefined}
          aria-busy={role === "status"}
          onInteractOutside={keep}
          onCloseAutoFocus={keep}
          {...apart}
          className={cn(noticeAbove, "outline-none")}
        >
          <Dialog.Title className="sr-only">{title}</Dialog.Title>
          <div role={role} className={noticeLine}>
            {children}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const keep = (event: Event) => event.preventDefault();

/** The focus goes back to where it was when the notice goes: the layer that comes next learns from it what opened it. */
function returnsFocus(notice: HTMLElement | null) {
  const openers = openersFrom(document.activeElement);
  return () => {
    if (notice?.contains(document.activeElement)) returnFocus(openers);
  };
}

/** React hands events on to the place of the part, such as a row of a list, which must not act on them. */
const stop = (event: SyntheticEvent) => event.stopPropagation();
const stopKey = (event: KeyboardEvent) => {
  if (event.key !== "Escape") event.stopPropagation();
};
const apart = { onClick: stop, onDoubleClick: stop, onMouseDown: stop, onPointerDown: stop, onKeyDown: stopKey };
