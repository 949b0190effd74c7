import { Box, Heading, Stack, Text } from '@sanity/ui'

/** Shown in place of a form if its address has never led to a section. */
export function Nowhere() {
  return (
    <Box padding={4} style={{ maxWidth: '44rem', marginInline: 'auto' }}>
      <Stack gap={5} paddingY={4}>
        <Heading as="h2" size={2}>
          There is nothing at this address
        </Heading>
        <Text size={1} muted>
          No section has ever been kept under it. All there are stand in the list of the manual.
        </Text>
      </Stack>
    </Box>
  )
}
