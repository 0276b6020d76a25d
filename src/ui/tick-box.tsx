import './tick-box.css';

interface TickBoxProps {
  label: string;
  checked: boolean;
  /** Some of what it stands for is ticked, but not all. */
  mixed?: boolean;
  tabIndex?: number;
  disabled?: boolean;
  onToggle(): void;
}

/** The browser's own check box: a table has one in every row, and it must cost nothing to draw. */
export function TickBox({ label, checked, mixed = false, tabIndex, disabled, onToggle }: TickBoxProps) {
  return (
    <input
      ref={(box) => {
        if (box) box.indeterminate = mixed;
      }}
      type="checkbox"
      className="tick-box"
      aria-label={label}
      checked={checked}
      tabIndex={tabIndex}
      disabled={disabled}
      onChange={onToggle}
    />
  );
}
