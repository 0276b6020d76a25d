import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { RouterProvider } from 'react-router/dom';
import { queryClient } from '#src/api/query-client.ts';
import { createConsoleRouter } from './router.tsx';

const router = createConsoleRouter();

/** What sign-in needs too: server state and routes. The component library joins behind sign-in. */
export function Root() {
  return (
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>
  );
}
