// Only links ICU: CICU includes its headers, and Swift sees none of them.
