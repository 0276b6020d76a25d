import { App, ConfigProvider, theme } from 'antd';
import type { Locale } from 'antd/es/locale';
import english from 'antd/es/locale/en_US';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '#src/lib/use-store.ts';
import { darkStore } from './theme-mode.ts';

/**
 * The library's own words; others than English are loaded when they are needed. There always are some: between none and
 * some the library draws everything below anew, and what was typed there is lost.
 */
function useLibraryLocale(): Locale {
  const { i18n } = useTranslation();
  const [locale, setLocale] = useState<Locale>(english);
  useEffect(() => {
    let wanted = true;
    if (i18n.language === 'zh-CN')
      void import('antd/es/locale/zh_CN').then((module) => wanted && setLocale(module.default));
    else setLocale(english);
    return () => {
      wanted = false;
    };
  }, [i18n.language]);
  return locale;
}

/** Colours are those of tokens.css; the library needs literal values to derive its shades. */
const LIGHT = {
  colorPrimary: '#0f766e',
  colorLink: '#0f766e',
  colorInfo: '#1d5fd0',
  colorSuccess: '#11713f',
  colorWarning: '#8a5300',
  colorError: '#b42318',
  colorText: '#18212c',
  colorTextSecondary: '#4c5867',
  colorTextDescription: '#4c5867',
  colorTextPlaceholder: '#66717f',
  colorBorder: '#c3cad5',
  colorBorderSecondary: '#dde2e9',
  colorBgContainer: '#ffffff',
  colorBgElevated: '#ffffff',
  colorBgLayout: '#f4f6f8',
};

const DARK = {
  colorPrimary: '#2dd4bf',
  colorLink: '#2dd4bf',
  colorInfo: '#78aaff',
  colorSuccess: '#57d38c',
  colorWarning: '#f2b452',
  colorError: '#ff8a7d',
  colorText: '#e5eaf0',
  colorTextSecondary: '#aab5c2',
  colorTextDescription: '#aab5c2',
  colorTextPlaceholder: '#8f9baa',
  colorBorder: '#3b4756',
  colorBorderSecondary: '#28323e',
  colorBgContainer: '#151b23',
  colorBgElevated: '#1b232d',
  colorBgLayout: '#0e1319',
};

/** Theme, language and message context of the component library. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  const dark = useStore(darkStore);
  const locale = useLibraryLocale();
  const colours = dark ? DARK : LIGHT;
  return (
    <ConfigProvider
      locale={locale}
      button={{ autoInsertSpace: false }}
      theme={{
        algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
        token: {
          ...colours,
          fontFamily: 'var(--font)',
          fontFamilyCode: 'var(--mono)',
          fontSize: 14,
          borderRadius: 6,
          controlHeight: 32,
          motionDurationFast: '0.08s',
          motionDurationMid: '0.12s',
          motionDurationSlow: '0.15s',
          boxShadow: 'var(--shadow-high)',
          boxShadowSecondary: 'var(--shadow-high)',
        },
        components: {
          Button: {
            primaryShadow: 'none',
            defaultShadow: 'none',
            dangerShadow: 'none',
            fontWeight: 500,
            primaryColor: dark ? '#04211e' : '#ffffff',
            dangerColor: dark ? '#2b0b08' : '#ffffff',
          },
          Drawer: { paddingLG: 20 },
          Tabs: { horizontalItemPadding: '8px 0', horizontalMargin: '0 0 16px 0' },
        },
      }}
    >
      <App component={false}>{children}</App>
    </ConfigProvider>
  );
}
