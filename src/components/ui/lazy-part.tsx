"use client";

import { RefreshCw, TriangleAlert } from "lucide-react";
import {
  Component,
  type ComponentType,
  type FunctionComponent,
  lazy,
  type ReactNode,
  Suspense,
  type SyntheticEvent,
  useState,
} from "react";
import { createPortal } from "react-dom";
import { cn } from "@/lib/cn";
import { Button } from "./button";
import { type LazyCode, lazyCode, NotLoaded } from "./lazy-code";

interface LazyLook<P> {
  /** Its name in "The columns could not be loaded": "the columns". */
  of: string;
  /** Shown while it loads, in place of a line of text. */
  loading?: ReactNode | ((props: P) => ReactNode);
  /** It lies above the page, as dialogs do: so do its notices. Closes it while it cannot be loaded. */
  close?: (props: P) => void;
}

/**
 * A part of the page whose code is loaded when it is shown. If that fails it says so, with a retry in its place: the
 * rest of the page stays as it is.
 */
export function lazyPart<P extends object>(
  load: () => Promise<ComponentType<P>>,
  look: LazyLook<P>,
): FunctionComponent<P> {
  const code = lazyCode(load);
  return (props) => <LazyPart code={code} look={look} props={props} />;
}

/** The same for a layer that most visits never open: nothing is loaded for it until it opens. */
export function lazyLayer<P extends { open: boolean }>(
  load: () => Promise<ComponentType<P>>,
  look: LazyLook<P> & { close: (props: P) => void },
): FunctionComponent<P> {
  const code = lazyCode(load);
  return (props) => <LazyLayer code={code} look={look} props={props} />;
}

interface LazyProps<P extends object> {
  code: LazyCode<ComponentType<P>>;
  look: LazyLook<P>;
  props: P;
}

function LazyLayer<P extends { open: boolean }>(given: LazyProps<P>) {
  const { open } = given.props;
  const [isKept, setKept] = useState(open);
  // It stays for its closing animation, but not where it was closed before its code was there.
  const keeps = open || (isKept && given.code.loaded() !== null);
  if (keeps !== isKept) setKept(keeps);
  return keeps ? <LazyPart {...given} /> : null;
}

function LazyPart<P extends object>({ code, look, props }: LazyProps<P>) {
  const attempt = () => lazy(async () => ({ default: await code.load() })) as unknown as ComponentType<P>;
  // Stays the same while it is shown: another one would lose what was typed into it.
  const [Part, setPart] = useState(() => code.loaded() ?? attempt());
  const [tries, setTries] = useState(0);
  const retry = () => {
    setPart(attempt);
    setTries(tries + 1);
  };
  const { of, close } = look;
  const loading = typeof look.loading === "function" ? look.loading(props) : look.loading;
  const onClose = close && (() => close(props));
  return (
    <FailedPart key={tries} shown={<PartFailed of={of} tries={tries} onRetry={retry} onClose={onClose} />}>
      <Suspense fallback={loading === undefined ? <Waiting of={of} isLayer={close !== undefined} /> : loading}>
        <Part {...props} />
      </Suspense>
    </FailedPart>
  );
}

/** React reports a failure of lazy code to the nearest boundary; other errors are not for this one. */
class FailedPart extends Component<{ shown: ReactNode; children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };
  static getDerivedStateFromError(error: unknown) {
    return { error };
  }
  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    if (!(error instanceof NotLoaded)) throw error;
    return this.props.shown;
  }
}

interface PartFailedProps {
  of: string;
  /** After one retry a newer version of the app is likely. */
  tries: number;
  onRetry(): void;
  onClose: (() => void) | undefined;
}

function PartFailed({ of, tries, onRetry, onClose }: PartFailedProps) {
  const words = (
    <>
      <TriangleAlert aria-hidden className="size-4 shrink-0 text-danger" />
      <span className="min-w-0">
        {`${of.charAt(0).toUpperCase()}${of.slice(1)} could not be loaded.`}{" "}
        <span className="text-muted">
          {tries === 0
            ? "Check your connection and try again: nothing that you typed is lost."
            : "If Throughline was updated, the page must be reloaded: save what you typed first."}
        </span>
      </span>
      <Button size="sm" icon={<RefreshCw aria-hidden />} onClick={onRetry}>
        Try again
      </Button>
      {tries > 0 ? (
        <Button size="sm" onClick={() => window.location.reload()}>
          Reload the page
        </Button>
      ) : null}
    </>
  );
  if (!onClose) return <Line role="alert">{words}</Line>;
  return (
    <Above role="alert">
      {words}
      <Button size="sm" variant="ghost" onClick={onClose}>
        Close
      </Button>
    </Above>
  );
}

/** A layer that is on its way is one for the keyboard: its keys are not shortcuts of the page below. */
function Waiting({ of, isLayer }: { of: string; isLayer: boolean }) {
  const words = `Loading ${of}`;
  if (!isLayer) return <Line role="status">{words}</Line>;
  return (
    <div role="dialog" aria-label={words} aria-busy>
      <Above role="status">{words}</Above>
    </div>
  );
}

const line = "flex flex-wrap items-center gap-x-2 gap-y-1 px-3 py-2";

interface NoticeProps {
  role: "status" | "alert";
  children: ReactNode;
}

function Line({ role, children }: NoticeProps) {
  return (
    <div role={role} className={cn(line, "animate-late text-muted")}>
      {children}
    </div>
  );
}

/** At the lower edge of the window, above every layer. In the document's body: rows of a list move what is in them. */
function Above({ role, children }: NoticeProps) {
  // A page that is rendered on the server is shown with the part itself.
  if (typeof document === "undefined") return null;
  return createPortal(
    <div
      role={role}
      data-part-notice=""
      {...apart}
      className={cn(
        line,
        "pointer-events-auto fixed inset-x-4 bottom-4 z-toast mx-auto w-fit max-w-[560px] animate-late rounded-lg border border-border bg-surface-raised text-text shadow-3",
      )}
    >
      {children}
    </div>,
    document.body,
  );
}

/** React hands events on to the place of the part, such as a row of a list, which must not act on them. */
const stop = (event: SyntheticEvent) => event.stopPropagation();
const apart = { onClick: stop, onDoubleClick: stop, onMouseDown: stop, onPointerDown: stop, onKeyDown: stop };
