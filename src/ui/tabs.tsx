import { Tabs as LibraryTabs } from 'antd';
import type { ReactNode } from 'react';
import './tabs.css';

export interface Tab {
  key: string;
  label: ReactNode;
  content: ReactNode;
}

/** Tabs of a page; which one is open belongs into the address, so it comes from outside. Only the open one is drawn. */
export function Tabs({
  tabs,
  active,
  onChange,
}: {
  tabs: readonly Tab[];
  active: string;
  onChange(key: string): void;
}) {
  return (
    <LibraryTabs
      activeKey={active}
      onChange={onChange}
      destroyOnHidden
      items={tabs.map(({ key, label, content }) => ({ key, label, children: content }))}
    />
  );
}
