/** An uploaded picture that fills the mark around it. Next's own image would add 5 kB to every page and serve it as it is. */
export function Picture({ src }: { src: string }) {
  return <img src={src} alt="" loading="lazy" decoding="async" className="absolute inset-0 size-full object-cover" />;
}

/** An uploaded picture as a whole, as large as the room around it allows. */
export function WholePicture({ src, alt, onError }: { src: string; alt: string; onError(): void }) {
  return <img src={src} alt={alt} onError={onError} className="max-h-full max-w-full object-contain" />;
}
