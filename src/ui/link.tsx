import type { AriaAttributes, MouseEvent, ReactNode } from 'react';
import { useEnvironment } from './environment.tsx';

export interface LinkProps extends Pick<AriaAttributes, 'aria-current' | 'aria-label'> {
  to: string;
  children: ReactNode;
  className?: string;
  title?: string;
  onClick?: () => void;
  tabIndex?: number;
}

/** A click the browser should handle itself: new tab, new window, download. */
const isForBrowser = (event: MouseEvent) =>
  event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;

/** A link to a route: a real address, followed without loading the console again. */
export function Link({ to, onClick, children, ...rest }: LinkProps) {
  const environment = useEnvironment();
  return (
    <a
      {...rest}
      href={environment.href(to)}
      onClick={(event) => {
        if (isForBrowser(event)) return;
        event.preventDefault();
        onClick?.();
        environment.navigate(to);
      }}
    >
      {children}
    </a>
  );
}
