"use client";

import { RefreshCw, TriangleAlert } from "lucide-react";
import {
  Component,
  type ComponentType,
  type FunctionComponent,
  lazy,
  type ReactNode,
  Suspense,
  useLayoutEffect,
  useState,
} from "react";
import { Button } from "./button";
import { holdTyping, keepTyping, typedSoFar } from "./hold-typing";
import { type LazyCode, lazyCode, NotLoaded } from "./lazy-code";
import { NoticeLine, type NoticeProps } from "./part-notice";

interface LazyLook<P> {
  /** Its name in "The columns could not be loaded": "the columns". */
  of: string;
  /** Shown while it loads, in place of a line of text. */
  loading?: ReactNode | ((props: P) => ReactNode);
  /** Whether one of its fields takes the focus: what is typed while it loads is typed there. */
  takesTyping?: boolean | ((props: P) => boolean);
  /** How it says that it is loading or could not be loaded, in place of a line. */
  Notice?: ComponentType<NoticeProps>;
  /** Closes that notice. */
  onClose?: () => void;
}

/**
 * A part of the page whose code is loaded when it is shown. If that fails it says so, with a retry in its place: the
 * rest of the page stays as it is.
 */
export function lazyPart<P extends object>(
  load: () => Promise<ComponentType<P>>,
  { of, loading, takesTyping = false, Notice = NoticeLine, onClose }: LazyLook<P>,
): FunctionComponent<P> {
  const code = lazyCode(load);
  return (props) => {
    const holds = typeof takesTyping === "function" ? takesTyping(props) : takesTyping;
    return <LazyPart {...{ code, of, loading: shownFor(loading, props), props, holds, Notice, onClose }} />;
  };
}

/** The look of a part while it loads. */
export const shownFor = <P,>(loading: LazyLook<P>["loading"], props: P): ReactNode =>
  typeof loading === "function" ? loading(props) : loading;

interface LazyProps<P extends object> {
  code: LazyCode<ComponentType<P>>;
  of: string;
  loading: ReactNode;
  props: P;
  /** Whether what is typed while it loads is held for a field of it. */
  holds: boolean;
  Notice: ComponentType<NoticeProps>;
  /** A text that somebody has typed into `loading`. It is shown if the part cannot be loaded. */
  typed?: string | undefined;
  /** Closes a layer that is loading or cannot be loaded. */
  onClose?: (() => void) | undefined;
}

/** The drawing of `lazyPart` and `lazyLayer`. */
export function LazyPart<P extends object>(given: LazyProps<P>) {
  const { code, of, loading, props, holds, Notice, typed, onClose } = given;
  const attempt = () => lazy(async () => ({ default: await code.load() })) as unknown as ComponentType<P>;
  // Stays the same while it is shown: another one would lose what was typed into it.
  const [Part, setPart] = useState(() => code.loaded() ?? attempt());
  const [tries, setTries] = useState(0);
  const retry = () => {
    setPart(attempt);
    setTries(tries + 1);
  };
  const failed = { of, tries, typed, Notice, onRetry: retry, onClose };
  const waiting = `Loading ${of}`;
  return (
    <FailedPart key={tries} shown={<PartFailed {...failed} />}>
      <Suspense
        fallback={
          <>
            {holds ? <During hold={holdTyping} /> : null}
            {loading === undefined ? (
              <Notice role="status" title={waiting} onClose={onClose}>
                {waiting}
              </Notice>
            ) : (
              loading
            )}
          </>
        }
      >
        <Part {...props} />
      </Suspense>
    </FailedPart>
  );
}

/** Holds what is typed while it is mounted. */
function During({ hold }: { hold: () => () => void }) {
  // The keyboard: the next key may come right after this is drawn.
  useLayoutEffect(() => hold(), [hold]);
  return null;
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

interface PartFailedProps extends Pick<LazyProps<object>, "of" | "typed" | "Notice" | "onClose"> {
  /** After one retry a newer version of the app is likely. */
  tries: number;
  onRetry(): void;
}

function PartFailed({ of, tries, typed, Notice, onRetry, onClose }: PartFailedProps) {
  const title = `${of.charAt(0).toUpperCase()}${of.slice(1)} could not be loaded.`;
  const kept = typed || typedSoFar();
  return (
    <Notice role="alert" title={title} onClose={onClose}>
      <During hold={keepTyping} />
      <span className="flex min-w-0 items-start gap-2">
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
        <span className="min-w-0">
          {title}{" "}
          <span className="text-muted">
            {tries === 0
              ? "Check your connection and try again: nothing that you typed is lost."
              : "If Throughline was updated, the page must be reloaded: save what you typed first."}
            {kept ? ` You typed “${kept}”.` : null}
          </span>
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
      {onClose ? (
        <Button size="sm" variant="ghost" onClick={onClose}>
          Close
        </Button>
      ) : null}
    </Notice>
  );
}
