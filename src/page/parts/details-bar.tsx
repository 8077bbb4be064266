import { copyJson } from './copy.tsx';

export interface DetailsBarProps {
  /** The shown item, to be copied as JSON. */
  readonly item: unknown;
  readonly name: string;
  readonly onCopyLink: () => void;
  readonly onClose: () => void;
}

/** The buttons above the details of an item. */
export function DetailsBar({ item, name, onCopyLink, onClose }: DetailsBarProps) {
  return (
    <div class="details-bar">
      <button type="button" class="button" onClick={() => copyJson(item, name)}>
        Copy JSON
      </button>
      <button type="button" class="button" onClick={onCopyLink}>
        Copy link
      </button>
      <button type="button" class="button plain" aria-label="close" onClick={onClose}>
        ✕
      </button>
    </div>
  );
}
